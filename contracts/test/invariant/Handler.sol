// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Baggage, ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause, Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Refusals} from "./Acts.sol";
import {Checks} from "./Checks.sol";
import {GhostGig} from "./Ghost.sol";
import {ResidentActs} from "./ResidentActs.sol";

/// @title Everything that people, strangers and time can do to the town
contract Handler is ResidentActs, Checks {
    constructor(ISkillWallet wallets_, IGigs gigs_, IRegistry registry_) {
        (wallets, gigs, registry) = (wallets_, gigs_, registry_);
        stranger = person("stranger");
        for (uint256 i; i < ACTORS; ++i) {
            people[i] = person(string.concat("actor ", vm.toString(i)));
        }
    }

    /// @dev The town is deployed by the test.
    function setUp() public override {}

    /// @notice Three active towns where work was done and is under way, the gigs of the third verified by a module; somebody who
    /// carries more credits than a seat takes, and somebody without a wallet. From here every event is a few steps away.
    function settleIn() external {
        _offer(address(this));
        _createAndFound(0, 0, _skills(4, 5, 10));
        _createAndJoinWith(1, 1, _skills(4, 6, 9));
        _createAndJoinWith(2, 1, oneSkill(4, 3));
        _createAndJoinWith(3, 1, twoSkills(4, 8, 0, 2));
        _createAndJoinWith(8, 1, twoSkills(4, 4, 8, 4));
        _createAndJoinWith(9, 1, oneSkill(4, 1));
        _createAndJoinWith(10, 1, oneSkill(10, 1));
        _createAndFound(4, 1, _skills(12, 17, 22));
        _createAndJoinWith(5, 2, twoSkills(12, 9, 16, 4));
        _createAndJoinWith(6, 2, oneSkill(13, 10));
        vm.warp(_now() + 7 days);
        _offer(address(0));
        _createAndFound(7, 0, _skills(4, 7, 11));

        // Five of the first town are validated, each rated by two neighbours; the sixth lacks a rate, as do two of the second.
        uint256[6] memory first = [uint256(0), 1, 2, 8, 9, 3];
        for (uint256 i; i < 29; ++i) {
            // From the third validation on only validated members create.
            _work(i < 26 ? first[(i + 1 + i / 6 % 2) % 6] : first[0], first[i % 6], 4, 1, 8);
        }
        for (uint256 i; i < 4; ++i) {
            _work(5 + i % 2, 4, 12, 2, 7);
            _work(i % 2 == 0 ? 4 : 6, 5, 12, 1, 6);
        }
        // The treasury account and a member are one gig of 240 credits away from the fair share.
        for (uint256 i; i < 4; ++i) {
            _work(first[1 + i], 0, 4, 10, 9);
        }
        for (uint256 i = 1; i < 5; ++i) {
            _give(first[i], 10, 6_000e18, 60e18);
            _give(first[i], 0, 3_700e18, 60e18);
        }
        // Something in each state; the last is unrated when its taker has left.
        _toTaken(0, 3, 4, 1);
        uint256 again = _toTaken(1, 3, 4, 1);
        _submitGig(again, people[3].addr);
        _requestChanges(again, people[1].addr);
        _submitGig(_toTaken(4, 5, 12, 1), people[5].addr);
        _createGig(5, 22, 2, 30);
        uint256 unrated = _toTaken(0, 10, 10, 1);
        _submitGig(unrated, people[10].addr);
        _completeGig(unrated, people[0].addr, 10, _now());
        _leaveWith(10);

        _relocateWith(8, 3);
        _relocateWith(9, 3);
        _createGig(7, 4, 1, 10);
        for (uint256 i; i < 2; ++i) {
            uint256 place = ghostGigs.length;
            _createGig(7, 4, 1, 10);
            _fulfil(place, address(this), 0, Transition.Creation, true);
            _acceptRequest(place, people[7].addr, 8 + i, 8 + i, _now());
            if (i == 0) continue;
            _fulfil(place, address(this), 0, Transition.Taking, true);
            _submitGig(place, people[9].addr);
            _completeGig(place, people[7].addr, 9, _now());
        }
    }

    /// @notice Seconds to 40 days, often to the second when something becomes possible, or the one before.
    function warp(uint256 seed) external {
        _stir(seed);
        uint256 kind = _roll(4);
        uint256 to;
        if (kind == 0) {
            to = _now() + 1 + _roll(1 hours);
        } else if (kind == 1 || live.length == 0) {
            to = _now() + 1 + _roll(40 days);
        } else {
            GhostGig storage g = ghostGigs[live[_roll(live.length)]];
            if (g.state == GigState.Taken) to = g.deadline + (_roll(2) == 0 ? 0 : 30 days);
            else if (g.state == GigState.Taking) to = g.since + 1 hours;
            else if (g.state == GigState.Completing) to = g.askedAt + 72 hours;
            else if (g.state == GigState.Submitted) to = g.since + (_roll(2) == 0 ? 14 days : 30 days);
            else if (g.state == GigState.Completed) to = g.since + 14 days;
            else to = g.since + 90 days;
            to -= _roll(2);
            if (to <= _now() || to > _now() + 40 days) to = _now() + 1 + _roll(10 days);
        }
        vm.warp(to);
        ++seen["warp"];
    }

    /// @notice Credits to and from people who are no members here.
    function moveOutside(uint256 seed) external {
        _stir(seed);
        ICommunity here = community(_town());
        uint256 member = _member();
        if (ghostWallets[member].town != 0) here = community(ghostWallets[member].town);
        address[6] memory outsiders =
            [stranger.addr, address(here), here.treasuryAccount(), address(gigs), address(wallets), address(0)];
        address outsider = outsiders[_roll(6)];
        uint256 value = _roll(2) == 0 ? 0 : 1 + _roll(100e18);
        Refusals memory why;
        _refuse(why, true, ICommunity.NotMember.selector);
        _act(outsider, address(here), abi.encodeCall(IERC20.transfer, (people[member].addr, value)), why);
        _refuse(why, value != 0, ICommunity.AllowanceExceeded.selector);
        bytes memory data = abi.encodeCall(IERC20.transferFrom, (outsider, people[member].addr, value));
        _act(people[member].addr, address(here), data, why);
        _refuse(why, true, ICommunity.NotValidated.selector);
        _refuse(why, true, ICommunity.NotSpendable.selector);
        _act(people[member].addr, address(here), abi.encodeCall(IERC20.transfer, (outsider, value)), why);
        ++seen["moveOutside"];
    }

    /// @notice What only contracts of the town may call, called by others: people, and contracts of the town that it isn't for.
    function trespass(uint256 seed) external {
        _stir(seed);
        uint32 town = _town();
        address here = address(community(town));
        address other = address(community(town % townCount + 1));
        address anybody = people[_roll(ACTORS)].addr;
        address[6] memory callers = [stranger.addr, anybody, other, address(registry), address(gigs), operator];
        _trespass(here, callers[_roll(3)], _communityCall(anybody));
        _trespass(address(wallets), callers[_roll(3)], _walletCall(town, anybody));
        _trespass(address(gigs), callers[_roll(5)], abi.encodeCall(IGigs.cancelOwn, (1, noGigs())));

        Refusals memory why;
        _refuse(why, true, ICommunity.Initialized.selector);
        _act(address(registry), here, abi.encodeCall(ICommunity.initialize, (town, 0, 1, bytes32("key"), 0)), why);
        Refusals memory why2;
        _refuse(why2, true, Ownable.OwnableUnauthorizedAccount.selector);
        _act(callers[_roll(5)], address(registry), abi.encodeCall(IRegistry.offerRelease, (here, here)), why2);
        Refusals memory why3;
        _refuse(why3, true, ISkillWallet.Soulbound.selector);
        _act(anybody, address(wallets), abi.encodeCall(IERC721.transferFrom, (anybody, other, 1)), why3);
        _act(anybody, address(wallets), abi.encodeCall(IERC721.approve, (other, 1)), why3);
        ++seen["trespass"];
    }

    /// @notice Liveness: whatever was going on, strangers and time alone end every gig, then everybody may leave.
    function windUp() external {
        // The longest deadline is 90 days away, and a stranger may act 30 days after it.
        vm.warp(_now() + 120 days);
        for (uint256 i = live.length; i > 0; --i) {
            uint256 place = live[i - 1];
            GhostGig storage g = ghostGigs[place];
            if (g.state == GigState.Taking || g.state == GigState.Completing) _lapse(place, stranger.addr);
            if (g.state == GigState.Taken && g.changes == 0) _reclaimGig(place, stranger.addr);
            if (g.state == GigState.Taken || g.state == GigState.Submitted) _settleGig(place, stranger.addr);
            if (g.state == GigState.Completed) _rateByDefault(place, stranger.addr);
        }
        vm.warp(_now() + 90 days);
        for (uint256 i = live.length; i > 0; --i) {
            _cancelGig(live[i - 1], stranger.addr);
        }
        assertEq(live.length, 0, "a gig that never ends");

        for (uint256 i; i < ACTORS; ++i) {
            if (ghostWallets[i].town == 0) continue;
            _leaveWith(i);
        }
        for (uint32 town = 1; town <= townCount; ++town) {
            ICommunity here = community(town);
            assertEq(here.state().members, 0, "members left");
            assertEq(here.balanceOf(address(here)) + here.balanceOf(here.treasuryAccount()), WHOLE, "all came back");
        }
    }

    function _trespass(address target, address caller, bytes memory data) private {
        Refusals memory why;
        _refuse(why, true, ICommunity.Unauthorized.selector);
        _act(caller, target, data, why);
    }

    function _communityCall(address who) private returns (bytes memory) {
        SkillSet none = SkillSet.wrap(0);
        uint256 kind = _roll(10);
        if (kind == 0) return abi.encodeCall(ICommunity.initialize, (1, 0, 1, bytes32("key"), 0));
        if (kind == 1) return abi.encodeCall(ICommunity.admit, (who, 99, none, true, Baggage(1e18, 0, 1e18)));
        if (kind == 2) return abi.encodeCall(ICommunity.expel, (who, none));
        if (kind == 3) {
            return abi.encodeCall(ICommunity.update, (who, none, none, true, false, ScoreCause.LevelAdjusted));
        }
        if (kind == 4) return abi.encodeCall(ICommunity.claim, (who, 240e18));
        if (kind == 5) return abi.encodeCall(ICommunity.rekey, (who, stranger.addr));
        if (kind == 6) return abi.encodeCall(ICommunity.escrow, (who, 4, 1e18));
        if (kind == 7) return abi.encodeCall(ICommunity.refund, (who, 0));
        if (kind == 8) return abi.encodeCall(ICommunity.pay, (who, 0));
        return abi.encodeCall(ICommunity.split, (who, who, 0));
    }

    function _walletCall(uint32 town, address who) private returns (bytes memory) {
        uint256 kind = _roll(8);
        if (kind == 0) {
            return abi.encodeCall(
                ISkillWallet.enterAsFounder, (who, town, oneSkill(4, 1), bytes32("key"), bytes32("profile"))
            );
        }
        if (kind == 1) return abi.encodeCall(ISkillWallet.gigOpened, (who));
        if (kind == 2) return abi.encodeCall(ISkillWallet.gigClosed, (1));
        if (kind == 3) return abi.encodeCall(ISkillWallet.gigEngaged, (1, 2, town, 4));
        if (kind == 4) return abi.encodeCall(ISkillWallet.gigReopened, (1, 2, true));
        if (kind == 5) return abi.encodeCall(ISkillWallet.gigCompleted, (1, 2, 4));
        if (kind == 6) return abi.encodeCall(ISkillWallet.gigRated, (who, 1, 2, 4, 10));
        return abi.encodeCall(ISkillWallet.startRound, (town));
    }

    function _offer(address validator) private {
        vm.prank(operator);
        registry.offerRelease(validator, address(this));
        releasesFrom.push(_now() + 7 days);
    }

    function _work(uint256 creator, uint256 taker, uint8 skill, uint8 commitment, uint8 rating) private {
        uint256 place = _toTaken(creator, taker, skill, commitment);
        _submitGig(place, people[taker].addr);
        _completeGig(place, people[creator].addr, taker, _now());
        _rateGig(place, people[creator].addr, rating);
    }

    /// @return place Of a gig that was taken just now.
    function _toTaken(uint256 creator, uint256 taker, uint8 skill, uint8 commitment) private returns (uint256 place) {
        place = ghostGigs.length;
        _createGig(creator, skill, commitment, 7);
        _acceptRequest(place, people[creator].addr, taker, taker, _now());
    }

    /// @dev `from` gives what `to` lacks of a balance, and keeps something to spend.
    function _give(uint256 from, uint256 to, uint256 balance, uint256 kept) private {
        if (ghostWallets[to].balance >= balance) return;
        uint256 value = _least(balance - ghostWallets[to].balance, _spendable(from) - kept);
        Refusals memory none;
        bytes memory data = abi.encodeCall(IERC20.transfer, (people[to].addr, value));
        _act(people[from].addr, address(community(1)), data, none);
        ghostWallets[from].balance -= value;
        ghostWallets[to].balance += value;
    }

    function _leaveWith(uint256 actor) private {
        Refusals memory none;
        _act(people[actor].addr, address(wallets), abi.encodeCall(ISkillWallet.leave, (noGigs())), none);
        _ghostExit(actor, noGigs());
    }

    function _relocateWith(uint256 actor, uint32 town) private {
        Refusals memory none;
        bytes memory data = abi.encodeCall(ISkillWallet.relocate, (town, noSkills(), noGigs()));
        _act(people[actor].addr, address(wallets), data, none);
        _ghostExit(actor, noGigs());
        _ghostEnter(actor, town);
    }

    function _skills(uint8 first, uint8 second, uint8 third) private pure returns (SkillChoice[] memory skills) {
        skills = new SkillChoice[](3);
        skills[0] = SkillChoice(first, 5);
        skills[1] = SkillChoice(second, 3);
        skills[2] = SkillChoice(third, 8);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {Refusals} from "./Acts.sol";
import {GhostGig, GhostTown, GhostWallet} from "./Ghost.sol";
import {GigActs} from "./GigActs.sol";

/// @title Acts on residence, skills and balances
abstract contract ResidentActs is GigActs {
    uint32 internal constant MAX_TOWNS = 4;

    function createAndFound(uint256 seed) external {
        _stir(seed);
        uint256 actor = _person(false, false);
        if (actor == NOBODY) return _workOn();
        if (townCount == MAX_TOWNS) return _createAndJoin(actor, _town());
        uint8 template = uint8(_roll(3));
        _createAndFound(actor, template, _choice(template));
    }

    function found(uint256 seed) external {
        _stir(seed);
        uint256 actor = _person(true, false);
        if (actor == NOBODY) return _workOn();
        uint8 template = uint8(_roll(3));
        SkillChoice[] memory skills = _entryChoice(actor, template);
        GhostWallet storage w = ghostWallets[actor];
        Refusals memory why;
        _refuse(why, w.id == 0, ISkillWallet.NoWallet.selector);
        _refuse(why, w.town != 0, ISkillWallet.AlreadyMember.selector);
        _refuseEntry(why, actor, template, skills);
        if (why.count == 0 && townCount == MAX_TOWNS) return _join(actor, _town());
        bytes memory data = abi.encodeCall(IRegistry.found, (charter(template), skills));
        _knowNextTown();
        (bool done, bytes memory result) = _act(people[actor].addr, address(registry), data, why);
        if (!done) return;
        ++seen["found"];
        assertEq(abi.decode(result, (uint32)), _ghostFound(template, actor), "id of the town");
        if (skills.length != 0) _ghostChoose(actor, skills, false);
        _ghostEnter(actor, townCount);
    }

    function createAndJoin(uint256 seed) external {
        _stir(seed);
        uint256 actor = _person(false, false);
        if (actor == NOBODY) return _workOn();
        _createAndJoin(actor, _town());
    }

    function join(uint256 seed) external {
        _stir(seed);
        uint256 actor = _person(true, false);
        if (actor == NOBODY) return _workOn();
        _join(actor, _town());
    }

    function leave(uint256 seed) external {
        _stir(seed);
        _leave(_leaver());
    }

    function relocate(uint256 seed) external {
        _stir(seed);
        _relocate(_leaver(), _town());
    }

    function changeSkills(uint256 seed) external {
        _stir(seed);
        uint256 actor = _member();
        GhostWallet storage w = ghostWallets[actor];
        uint8 template = w.town == 0 ? 0 : ghostTowns[w.town].template;
        SkillChoice[] memory skills = _choice(template);
        Refusals memory why;
        _refuse(why, w.id == 0, ISkillWallet.NoWallet.selector);
        _refuse(why, w.town == 0, ISkillWallet.NoCommunity.selector);
        _refuse(why, w.changedAt != 0 && _now() < w.changedAt + 30 days, ISkillWallet.SkillsChangedRecently.selector);
        _refuseChoice(why, skills, template);
        for (uint256 i; i < w.skills.length; ++i) {
            bool kept;
            for (uint256 k; k < skills.length; ++k) {
                if (skills[k].skill == w.skills[i].skill) kept = true;
            }
            _refuse(why, !kept && _pending(actor, w.skills[i].skill) != 0, ISkillWallet.RatingPending.selector);
        }
        (bool done,) =
            _act(people[actor].addr, address(wallets), abi.encodeCall(ISkillWallet.changeSkills, (skills)), why);
        if (!done) return;
        ++seen["changeSkills"];
        _ghostFollow(actor);
        _ghostChoose(actor, skills, true);
        w.changedAt = _now();
        _ghostSettle(actor);
    }

    function transfer(uint256 seed) external {
        _stir(seed);
        (uint256 from, uint256 to, uint32 town, uint256 value) = _movement();
        _transfer(from, to, town, value);
    }

    /// @dev The spender may be anybody; what is allowed may be less or endless.
    function approveAndTransferFrom(uint256 seed) external {
        _stir(seed);
        (uint256 from, uint256 to, uint32 town, uint256 value) = _movement();
        ICommunity here = community(town);
        address spender = _caller(NOBODY);
        uint256 kind = _roll(4);
        uint256 allowed = kind == 0 ? type(uint256).max : kind == 1 ? value / 2 : value + _roll(1e18);
        Refusals memory why;
        _act(people[from].addr, address(here), abi.encodeCall(IERC20.approve, (spender, allowed)), why);
        _refuse(why, allowed < value, ICommunity.AllowanceExceeded.selector);
        _refuseTransfer(why, from, to, town, value);
        bytes memory data = abi.encodeCall(IERC20.transferFrom, (people[from].addr, people[to].addr, value));
        (bool done,) = _act(spender, address(here), data, why);
        uint256 left = done && kind != 0 ? allowed - value : allowed;
        assertEq(here.allowance(people[from].addr, spender), left, "allowance");
        if (!done) return;
        ++seen["transferFrom"];
        ghostWallets[from].balance -= value;
        ghostWallets[to].balance += value;
    }

    function settle(uint256 seed) external {
        _stir(seed);
        uint256 actor = _member();
        // Mostly somebody who is owed or owes.
        for (
            uint256 i;
            i < ACTORS && (_target(actor) == ghostWallets[actor].granted || ghostWallets[actor].town == 0);
            ++i
        ) {
            actor =
                (actor + 1) % ACTORS;
        }
        GhostWallet storage w = ghostWallets[actor];
        Refusals memory why;
        _refuse(why, w.id == 0, ISkillWallet.UnknownWallet.selector);
        _refuse(why, w.id != 0 && w.town == 0, ISkillWallet.NoCommunity.selector);
        (bool done,) = _act(_caller(NOBODY), address(wallets), abi.encodeCall(ISkillWallet.settle, (w.id)), why);
        if (!done) return;
        ++seen["settle"];
        if (_target(actor) != w.granted) ++seen["settle, owed"];
        _ghostSettle(actor);
    }

    function follow(uint256 seed) external {
        _stir(seed);
        uint256 actor = _member();
        GhostWallet storage w = ghostWallets[actor];
        Refusals memory why;
        _refuse(why, w.id == 0, ISkillWallet.UnknownWallet.selector);
        (bool done,) = _act(_caller(NOBODY), address(wallets), abi.encodeCall(ISkillWallet.follow, (w.id)), why);
        if (!done) return;
        ++seen["follow"];
        _ghostFollow(actor);
    }

    function claimCarried(uint256 seed) external {
        _stir(seed);
        uint256 actor = _member();
        // Mostly somebody who carries credits.
        for (uint256 i; i < ACTORS && (ghostWallets[actor].carried == 0 || ghostWallets[actor].town == 0); ++i) {
            actor = (actor + 1) % ACTORS;
        }
        GhostWallet storage w = ghostWallets[actor];
        uint256 amount;
        if (w.town != 0) {
            uint256 reserve = 2_720e18 * (24 - _members(w.town)) + 1_840e18;
            uint256 vault = ghostTowns[w.town].vault;
            amount = _least(_least(w.carried, 240e18), vault > reserve ? vault - reserve : 0);
        }
        Refusals memory why;
        _refuse(why, w.id == 0, ISkillWallet.NoWallet.selector);
        _refuse(why, w.town == 0, ISkillWallet.NoCommunity.selector);
        _refuse(why, w.claimedAt != 0 && _now() < w.claimedAt + 30 days, ISkillWallet.ClaimedRecently.selector);
        _refuse(why, amount == 0, ISkillWallet.NothingToClaim.selector);
        (bool done, bytes memory result) =
            _act(people[actor].addr, address(wallets), abi.encodeCall(ISkillWallet.claimCarried, ()), why);
        if (!done) return;
        ++seen["claimCarried"];
        assertEq(abi.decode(result, (uint256)), amount, "amount of the claim");
        w.claimedAt = _now();
        w.carried -= amount;
        w.balance += amount;
        ghostTowns[w.town].vault -= amount;
    }

    function adoptRelease(uint256 seed) external {
        _stir(seed);
        uint32 town = _town();
        GhostTown storage t = ghostTowns[town];
        address caller = _caller(t.founder);
        uint16 release = uint16(_roll(4));
        Refusals memory why;
        bool byFounder = caller == people[t.founder].addr && ghostWallets[t.founder].town == town;
        _refuse(why, !byFounder, ICommunity.NotFounder.selector);
        _refuse(why, release <= t.release, ICommunity.ReleaseUnavailable.selector);
        bool known = release <= releasesFrom.length;
        _refuse(why, !known, IRegistry.UnknownRelease.selector);
        bool early = known && release != 0 && releasesFrom[release - 1] > _now();
        _refuse(why, early, ICommunity.ReleaseUnavailable.selector);
        (bool done,) = _act(caller, address(community(town)), abi.encodeCall(ICommunity.adoptRelease, (release)), why);
        if (!done) return;
        ++seen["adoptRelease"];
        t.release = release;
    }

    /// @dev Neighbours lift somebody to just under the fair share, and the next gig is for them.
    function reachFairShare(uint256 seed) external {
        _stir(seed);
        uint32 town = _town();
        uint256 nearest = _nearest(town, NOBODY);
        if (nearest == NOBODY) return _workOn();
        uint256 creator = NOBODY;
        for (uint256 i; i < ACTORS; ++i) {
            if (i == nearest || ghostWallets[i].town != town || _spendable(i) < 240e18) continue;
            creator = i;
            uint256 lacking = 3_840e18 - 1 - ghostWallets[nearest].balance;
            if (ghostWallets[i].validated) _transfer(i, nearest, town, _least(lacking, _spendable(i) - 240e18));
        }
        if (creator == NOBODY) return _workOn();
        uint256 place = ghostGigs.length;
        _createGig(creator, ghostWallets[nearest].skills[0].skill, uint8(1 + _roll(10)), 7);
        _workOut(place);
    }

    function _transfer(uint256 from, uint256 to, uint32 town, uint256 value) private {
        Refusals memory why;
        _refuseTransfer(why, from, to, town, value);
        bytes memory data = abi.encodeCall(IERC20.transfer, (people[to].addr, value));
        (bool done,) = _act(people[from].addr, address(community(town)), data, why);
        if (!done) return;
        ++seen["transfer"];
        ghostWallets[from].balance -= value;
        ghostWallets[to].balance += value;
    }

    function _createAndFound(uint256 actor, uint8 template, SkillChoice[] memory skills) internal {
        Refusals memory why;
        _refuse(why, ghostWallets[actor].id != 0, ISkillWallet.WalletExists.selector);
        _refuseChoice(why, skills, template);
        bytes memory data = abi.encodeCall(
            IRegistry.createAndFound, (charter(template), skills, keccak256("key"), keccak256("profile"))
        );
        _knowNextTown();
        (bool done, bytes memory result) = _act(people[actor].addr, address(registry), data, why);
        if (!done) return;
        ++seen["createAndFound"];
        assertEq(abi.decode(result, (uint32)), _ghostFound(template, actor), "id of the town");
        _ghostWallet(actor, wallets.walletOf(people[actor].addr));
        _ghostChoose(actor, skills, false);
        _ghostEnter(actor, townCount);
    }

    function _createAndJoin(uint256 actor, uint32 town) internal {
        bool unknown = _roll(32) == 0;
        if (unknown) town = townCount + 1;
        uint8 template = ghostTowns[town].template;
        _createAndJoinWith(actor, town, _choice(template));
    }

    function _createAndJoinWith(uint256 actor, uint32 town, SkillChoice[] memory skills) internal {
        Refusals memory why;
        _refuse(why, ghostWallets[actor].id != 0, ISkillWallet.WalletExists.selector);
        _refuse(why, town > townCount, ISkillWallet.UnknownCommunity.selector);
        _refuseChoice(why, skills, ghostTowns[town].template);
        bytes memory data =
            abi.encodeCall(ISkillWallet.createAndJoin, (town, skills, keccak256("key"), keccak256("profile")));
        (bool done, bytes memory result) = _act(people[actor].addr, address(wallets), data, why);
        if (!done) return;
        ++seen["createAndJoin"];
        _ghostWallet(actor, abi.decode(result, (uint32)));
        _ghostChoose(actor, skills, false);
        _ghostEnter(actor, town);
    }

    function _join(uint256 actor, uint32 town) internal {
        GhostWallet storage w = ghostWallets[actor];
        uint8 template = ghostTowns[town].template;
        SkillChoice[] memory skills = _entryChoice(actor, template);
        Refusals memory why;
        _refuse(why, w.id == 0, ISkillWallet.NoWallet.selector);
        _refuse(why, w.town != 0, ISkillWallet.AlreadyMember.selector);
        _refuseEntry(why, actor, template, skills);
        (bool done,) =
            _act(people[actor].addr, address(wallets), abi.encodeCall(ISkillWallet.join, (town, skills)), why);
        if (!done) return;
        ++seen["join"];
        if (skills.length != 0) _ghostChoose(actor, skills, false);
        _ghostEnter(actor, town);
    }

    function _leave(uint256 actor) internal {
        uint64[] memory ids = _toCancel(actor);
        Refusals memory why;
        _refuse(why, ghostWallets[actor].id == 0, ISkillWallet.NoWallet.selector);
        _refuseExit(why, actor, ids);
        (bool done,) = _act(people[actor].addr, address(wallets), abi.encodeCall(ISkillWallet.leave, (ids)), why);
        if (!done) return;
        ++seen["leave"];
        _ghostExit(actor, ids);
    }

    function _relocate(uint256 actor, uint32 town) internal {
        uint8 template = ghostTowns[town].template;
        SkillChoice[] memory skills = _entryChoice(actor, template);
        uint64[] memory ids = _toCancel(actor);
        Refusals memory why;
        _refuse(why, ghostWallets[actor].id == 0, ISkillWallet.NoWallet.selector);
        _refuse(why, ghostWallets[actor].town == town, ISkillWallet.SameCommunity.selector);
        _refuseExit(why, actor, ids);
        _refuseEntry(why, actor, template, skills);
        bytes memory data = abi.encodeCall(ISkillWallet.relocate, (town, skills, ids));
        (bool done,) = _act(people[actor].addr, address(wallets), data, why);
        if (!done) return;
        ++seen[skills.length == 0 ? bytes32("relocate, same template") : bytes32("relocate, other template")];
        _ghostExit(actor, ids);
        if (skills.length != 0) _ghostChoose(actor, skills, false);
        _ghostEnter(actor, town);
    }

    /// @dev All own open gigs, sometimes none of them, sometimes somebody's gig besides.
    function _toCancel(uint256 actor) private returns (uint64[] memory ids) {
        uint256 count = _wild() ? 0 : _openGigs(actor);
        bool more = ghostGigs.length != 0 && _roll(16) == 0;
        ids = new uint64[](count + (more ? 1 : 0));
        uint256 n;
        for (uint256 i; i < live.length && n < count; ++i) {
            GhostGig storage g = ghostGigs[live[i]];
            if (g.creator == actor && _isOpen(g.state)) ids[n++] = g.id;
        }
        if (more) ids[n] = ghostGigs[_roll(ghostGigs.length)].id;
    }

    function _refuseExit(Refusals memory why, uint256 actor, uint64[] memory ids) private view {
        _refuse(why, ghostWallets[actor].town == 0, ISkillWallet.NoCommunity.selector);
        uint256 cancelled;
        for (uint256 i; i < ids.length; ++i) {
            for (uint256 k; k < i; ++k) {
                _refuse(why, ids[i] == ids[k], IGigs.WrongState.selector);
            }
            for (uint256 k; k < ghostGigs.length; ++k) {
                GhostGig storage g = ghostGigs[k];
                if (g.id != ids[i]) continue;
                _refuse(why, g.creator != actor, ISkillWallet.NotWalletOwner.selector);
                _refuse(why, !_isOpen(g.state), IGigs.WrongState.selector);
                ++cancelled;
            }
        }
        _refuse(why, _engagements(actor) != 0, ISkillWallet.EngagedInGigs.selector);
        _refuse(why, _openGigs(actor) > cancelled, ISkillWallet.OpenGigsLeft.selector);
    }

    /// @dev Mostly from a validated member what it can spend to a neighbour.
    function _movement() private returns (uint256 from, uint256 to, uint32 town, uint256 value) {
        from = _member();
        for (uint256 i; i < ACTORS && !(ghostWallets[from].validated && ghostWallets[from].town != 0); ++i) {
            if (_roll(16) == 0) break;
            from = (from + 1) % ACTORS;
        }
        to = _neighbour(from);
        town = ghostWallets[from].town;
        if (town == 0 || _roll(16) == 0) town = _town();
        uint256 most = _spendable(from);
        uint256 kind = _roll(8);
        if (kind == 0) value = most + 1;
        else if (kind == 1) value = most;
        else if (kind == 2 && most >= 24e18) value = most - _roll(48e18) % most;
        else if (kind == 3) value = _roll(400) * 1e18;
        else if (kind == 4) (to, value) = _lift(from, to);
        else value = _roll(most / 2 + 1);
    }

    /// @dev As much as leaves the neighbour nearest to the fair share just under it, or a gig of 24 credits.
    function _lift(uint256 from, uint256 to) private returns (uint256, uint256) {
        uint256 nearest = _nearest(ghostWallets[from].town, from);
        if (nearest == NOBODY || ghostWallets[from].town == 0) return (to, 1e18);
        uint256 lacking = 3_840e18 - ghostWallets[nearest].balance;
        uint256 margin = lacking <= 24e18 || _roll(2) == 0 ? 1 : 24e18;
        return (nearest, _least(lacking - margin, _spendable(from)));
    }

    function _refuseTransfer(Refusals memory why, uint256 from, uint256 to, uint32 town, uint256 value) private view {
        GhostWallet storage w = ghostWallets[from];
        _refuse(why, w.town != town || ghostWallets[to].town != town, ICommunity.NotMember.selector);
        _refuse(why, w.town == town && !w.validated, ICommunity.NotValidated.selector);
        _refuse(why, w.town == town && value > _spendable(from), ICommunity.NotSpendable.selector);
    }

    function _knowNextTown() private {
        townAt[registry.communityAddress(townCount + 1)] = townCount + 1;
    }
}

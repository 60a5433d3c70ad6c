// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Person} from "../Town.sol";
import {Ghost, GhostWallet} from "./Ghost.sol";

/// Why the model says that a call must revert: any of these errors, or success if there is none.
struct Refusals {
    bytes4[16] list;
    uint256 count;
}

/// @title How an act is done: call, comparison with the model's verdict, and the books kept from events alone
abstract contract Acts is Ghost {
    bytes32 private constant TRANSFER = keccak256("Transfer(address,address,uint256)");

    Person[ACTORS] internal people;
    Person internal stranger;
    mapping(uint32 walletId => uint256) internal actorOf;
    mapping(address community => uint32) internal townAt;

    /// Balances as the ERC-20 events tell them.
    mapping(uint32 town => mapping(address account => int256)) internal ledger;
    /// What vaults gave to a person and got back, unlocked and carried credits left aside, as events tell.
    mapping(address account => int256) internal grantLedger;
    /// Last score as events tell.
    mapping(uint32 town => uint256) internal scoreLedger;
    /// Towns and actors that the events of the last act speak of, a bit each.
    uint256 internal moved;
    uint256 internal touched;
    mapping(uint64 gigId => uint256) internal placeOf;
    /// How often something happened in this run.
    mapping(bytes32 what => uint256) public seen;

    /// From when on releases 1, 2, … are in force.
    uint256[] internal releasesFrom;

    uint256 private entropy;

    /// @dev Begins an act of the handler.
    function _stir(uint256 seed) internal {
        (moved, touched) = (0, 0);
        entropy = uint256(keccak256(abi.encode(entropy, seed)));
    }

    function _roll(uint256 n) internal returns (uint256) {
        entropy = uint256(keccak256(abi.encode(entropy)));
        return entropy % n;
    }

    function _refuse(Refusals memory why, bool cond, bytes4 error) internal pure {
        if (cond) why.list[why.count++] = error;
    }

    /// @dev The chain must do what the model says: succeed, or fail for one of the reasons it has found.
    function _act(address caller, address target, bytes memory data, Refusals memory why)
        internal
        returns (bool done, bytes memory result)
    {
        vm.recordLogs();
        vm.prank(caller);
        (done, result) = target.call(data);
        bytes4 error = done ? bytes4(0) : bytes4(result);
        if (why.count == 0) {
            if (!done) revert(string.concat("refused: ", vm.toString(abi.encodePacked(bytes4(data), error))));
            _readLogs();
            return (done, result);
        }
        if (done) revert(string.concat("let through: ", vm.toString(abi.encodePacked(bytes4(data), why.list[0]))));
        bool known;
        for (uint256 i; i < why.count; ++i) {
            if (why.list[i] == error) known = true;
        }
        if (!known) {
            revert(string.concat("wrong error: ", vm.toString(abi.encodePacked(bytes4(data), why.list[0], error))));
        }
        ++seen["refused"];
    }

    function _readLogs() private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            _readLog(logs[i]);
        }
    }

    function _readLog(Vm.Log memory log) private {
        bytes32 kind = log.topics[0];
        uint32 town = townAt[log.emitter];
        if (town != 0) moved |= 1 << town;
        else _touch(log.emitter, log.topics);
        if (kind == TRANSFER && log.topics.length == 3) {
            assertTrue(town != 0, "credits of no town");
            _post(town, log.emitter, _account(log.topics[1]), _account(log.topics[2]), abi.decode(log.data, (int256)));
        } else if (kind == ICommunity.MemberJoined.selector) {
            (, int256 unlocked,,) = abi.decode(log.data, (uint48, int256, uint256, uint256));
            grantLedger[_account(log.topics[2])] -= unlocked;
        } else if (kind == ICommunity.MemberLeft.selector) {
            grantLedger[_account(log.topics[2])] += abi.decode(log.data, (int256));
        } else if (kind == ISkillWallet.CarriedClaimed.selector) {
            grantLedger[people[actorOf[uint32(uint256(log.topics[1]))]].addr] -= abi.decode(log.data, (int256));
        } else if (kind == ICommunity.ScoreChanged.selector) {
            (scoreLedger[town],) = abi.decode(log.data, (uint256, uint8));
        } else if (kind == ISkillWallet.SkillValidated.selector) {
            ++seen["validation"];
        } else if (kind == ISkillWallet.RoundStarted.selector) {
            ++seen["round"];
        } else if (kind == ISkillWallet.RoundFollowed.selector) {
            ++seen["following"];
        } else if (kind == ICommunity.DistributionDue.selector) {
            ++seen["distribution due"];
        } else if (kind == ICommunity.GrantChanged.selector) {
            ++seen["grant changed"];
        } else if (kind == IGigs.ModuleFailed.selector) {
            revert("a module failed");
        }
    }

    /// @dev The first topic of an event of a gig is the gig, of a wallet the wallet; a second one of a gig is a wallet.
    function _touch(address emitter, bytes32[] memory topics) private {
        if (topics.length == 1) return;
        uint256 first = uint256(topics[1]);
        if (emitter == address(gigs)) {
            if (topics.length > 2) touched |= 1 << actorOf[uint32(uint256(topics[2]))];
            if (placeOf[uint64(first)] < ghostGigs.length) touched |= 1 << ghostGigs[placeOf[uint64(first)]].creator;
        } else if (emitter == address(wallets)) {
            touched |= 1 << actorOf[uint32(first)];
        }
    }

    function _post(uint32 town, address vault, address from, address to, int256 value) private {
        if (from != address(0)) ledger[town][from] -= value;
        ledger[town][to] += value;
        if (from == vault) grantLedger[to] += value;
        if (to == vault) grantLedger[from] -= value;
    }

    function _account(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }

    // --- whom and what an act is tried with: mostly what fits, sometimes anything ---

    function _wild() internal returns (bool) {
        return _roll(8) == 0;
    }

    /// @dev A person with or without a wallet, with or without a town; NOBODY if there is none such.
    function _person(bool withWallet, bool withTown) internal returns (uint256 actor) {
        uint256 start = _roll(ACTORS);
        if (_wild()) return start;
        for (uint256 i; i < ACTORS; ++i) {
            actor = (start + i) % ACTORS;
            if ((ghostWallets[actor].id != 0) == withWallet && (ghostWallets[actor].town != 0) == withTown) {
                return actor;
            }
        }
        return NOBODY;
    }

    /// @dev A member somewhere; anybody if there is none.
    function _member() internal returns (uint256 actor) {
        actor = _person(true, true);
        if (actor == NOBODY) actor = _roll(ACTORS);
    }

    /// @dev Somebody who moves on, mostly from a town that stays active without.
    function _leaver() internal returns (uint256 actor) {
        actor = _member();
        for (uint256 i; i < ACTORS && _members(ghostWallets[actor].town) <= 3 && _roll(8) != 0; ++i) {
            actor = _member();
        }
    }

    /// @dev Somebody else of the same town; anybody if there is none.
    function _neighbour(uint256 of_) internal returns (uint256 actor) {
        uint256 start = _roll(ACTORS);
        if (_wild()) return start;
        for (uint256 i; i < ACTORS; ++i) {
            actor = (start + i) % ACTORS;
            if (actor != of_ && ghostWallets[actor].town == ghostWallets[of_].town) return actor;
        }
    }

    /// @dev Who of a town comes nearest to the fair share from below; NOBODY if there is none but `except`.
    function _nearest(uint32 town, uint256 except) internal view returns (uint256 actor) {
        actor = NOBODY;
        uint256 most;
        for (uint256 i; i < ACTORS; ++i) {
            uint256 balance = ghostWallets[i].balance;
            if (i == except || ghostWallets[i].town != town || balance >= 3_840e18 || balance < most) continue;
            (actor, most) = (i, balance);
        }
    }

    /// @dev A gig in a state, NOBODY if there is none; sometimes any gig.
    function _gigIn(GigState state) internal returns (uint256 place) {
        if (_roll(16) == 0) return _roll(ghostGigs.length);
        uint256 start = _roll(live.length + 1);
        for (uint256 i; i < live.length; ++i) {
            place = live[(start + i) % live.length];
            if (ghostGigs[place].state == state) return place;
        }
        return NOBODY;
    }

    /// @dev Half of the time waits for a moment within the next 40 days, or for the second before it.
    function _await(uint256 moment) internal {
        uint256 second = _roll(4) == 0 ? 1 : 0;
        if (_roll(2) == 0 && moment > _now() + second && moment <= _now() + 40 days) vm.warp(moment - second);
    }

    /// @dev The address that an act belongs to, sometimes another one.
    function _caller(uint256 actor) internal returns (address) {
        if (actor != NOBODY && !_wild()) return people[actor].addr;
        uint256 other = _roll(ACTORS + 1);
        return other == ACTORS ? stranger.addr : people[other].addr;
    }

    function _town() internal returns (uint32) {
        return uint32(_roll(townCount)) + 1;
    }

    function _hasValidator(uint16 release) internal pure returns (bool) {
        return release == 1;
    }

    /// @dev One to three skills of a template, sometimes with a flaw.
    function _choice(uint8 template) internal returns (SkillChoice[] memory skills) {
        uint256 flaw = _roll(64);
        uint256 count = flaw == 0 ? 0 : flaw == 1 ? 4 : 1 + _roll(3);
        uint256 first = _roll(12);
        uint256 step = 1 + _roll(5);
        skills = new SkillChoice[](count);
        for (uint256 i; i < count; ++i) {
            skills[i].skill = uint8(12 * template + (first + i * step) % 12);
            skills[i].level = uint8(1 + _roll(10));
        }
        if (count == 0) return skills;
        uint256 last = count - 1;
        if (flaw == 2) skills[last].skill = skills[0].skill;
        if (flaw == 3) skills[last].skill = (skills[last].skill + 12) % 48;
        if (flaw == 4) skills[last].level = 0;
        if (flaw == 5) skills[last].level = 11;
    }

    function _refuseChoice(Refusals memory why, SkillChoice[] memory skills, uint8 template) internal pure {
        _refuse(why, skills.length == 0 || skills.length > 3, ISkillWallet.SkillCount.selector);
        for (uint256 i; i < skills.length && skills.length <= 3; ++i) {
            _refuse(why, skills[i].skill / 12 != template, ISkillWallet.ForeignSkill.selector);
            _refuse(why, skills[i].level == 0 || skills[i].level > 10, ISkillWallet.LevelRange.selector);
            for (uint256 k; k < i; ++k) {
                _refuse(why, skills[i].skill == skills[k].skill, ISkillWallet.DuplicateSkill.selector);
            }
        }
    }

    /// @dev What stands against a wallet's joining a town with this choice.
    function _refuseEntry(Refusals memory why, uint256 actor, uint8 template, SkillChoice[] memory skills)
        internal
        view
    {
        GhostWallet storage w = ghostWallets[actor];
        if (w.skills.length != 0 && skills.length == 0) {
            _refuse(why, w.skills[0].skill / 12 != template, ISkillWallet.ForeignSkill.selector);
            return;
        }
        _refuseChoice(why, skills, template);
        if (w.skills.length != 0 && skills.length != 0) {
            _refuse(why, w.skills[0].skill / 12 == skills[0].skill / 12, ISkillWallet.SkillsKept.selector);
        }
    }

    /// @dev What a wallet has to choose when it joins a town of a template, sometimes the contrary.
    function _entryChoice(uint256 actor, uint8 template) internal returns (SkillChoice[] memory) {
        GhostWallet storage w = ghostWallets[actor];
        bool keeps = w.skills.length != 0 && w.skills[0].skill / 12 == template;
        return keeps != _wild() ? noSkills() : _choice(template);
    }

    function _ghostFound(uint8 template, uint256 founder) internal returns (uint32 town) {
        town = ++townCount;
        ghostTowns[town].template = template;
        ghostTowns[town].founder = founder;
        for (uint16 i; i < releasesFrom.length; ++i) {
            if (releasesFrom[i] <= _now()) ghostTowns[town].release = i + 1;
        }
        ghostTowns[town].vault = 94_000e18;
        ghostTowns[town].treasury = 2_000e18;
    }

    function _ghostWallet(uint256 actor, uint32 id) internal {
        ghostWallets[actor].id = id;
        actorOf[id] = actor;
    }
}

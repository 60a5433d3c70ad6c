// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Town} from "../Town.sol";

struct GhostSkill {
    uint8 skill;
    uint8 level;
    bool validated;
}

struct GhostWallet {
    /// 0: none yet.
    uint32 id;
    /// 0: nowhere.
    uint32 town;
    bool validated;
    bool foundingMember;
    bool completedHere;
    uint24 followed;
    uint40 joinedAt;
    uint40 changedAt;
    uint40 claimedAt;
    uint16 abandoned;
    uint16 settled;
    uint256 balance;
    uint256 granted;
    uint256 carried;
    /// Part of it that the last leaving returned.
    uint256 fresh;
    GhostSkill[] skills;
}

struct GhostTown {
    uint8 template;
    uint16 release;
    bool activated;
    uint24 gigs;
    uint24 round;
    uint40 roundAt;
    uint256 founder;
    uint256 vault;
    uint256 treasury;
}

struct GhostGig {
    uint64 id;
    uint32 town;
    GigState state;
    uint8 skill;
    uint8 commitment;
    uint8 durationDays;
    uint8 changes;
    uint24 round;
    uint16 release;
    uint256 creator;
    uint256 taker;
    uint40 since;
    uint40 deadline;
    uint40 askedAt;
}

/// @title The rules of the town once more, slow and plain: what the chain should hold after each act
/// @dev Written from the specification (numbers in brackets), not from the sources. Nothing is counted along: members, skills,
/// spenders, escrows and counters of gigs are added up anew each time. Persons are named by their place in the list of actors.
abstract contract Ghost is Town {
    uint256 internal constant ACTORS = 12;
    uint256 internal constant NOBODY = type(uint256).max;
    uint256 internal constant WHOLE = 96_000e18;
    /// Values of the nine groups of skills: 12, 24, 6; 24, 12, 6; 24, 6, 12.
    bytes9 private constant GROUP_VALUES = hex"0c1806180c0618060c";

    GhostWallet[ACTORS] internal ghostWallets;
    mapping(uint32 town => GhostTown) internal ghostTowns;
    uint32 internal townCount;
    GhostGig[] internal ghostGigs;
    /// Places of the gigs that are not final yet.
    uint256[] internal live;
    mapping(uint256 actor => mapping(uint8 skill => uint256[])) internal rates;
    mapping(uint256 actor => mapping(uint8 skill => uint256[])) internal raters;
    mapping(uint256 actor => mapping(uint8 skill => uint8)) internal lastLevel;
    mapping(uint256 creator => mapping(uint256 taker => uint256)) internal banned;

    // --- sums (1.5, 2.4, 2.5, 3.7, 5) ---

    function _value(uint8 skill) internal pure returns (uint256) {
        return uint8(GROUP_VALUES[skill / 4]);
    }

    function _worth(uint8 skill, uint8 commitment) internal pure returns (uint256) {
        return _value(skill) * commitment * 1e18;
    }

    function _target(uint256 actor) internal view returns (uint256 credits) {
        GhostSkill[] storage skills = ghostWallets[actor].skills;
        credits = 2_000e18;
        for (uint256 i; i < skills.length; ++i) {
            credits += _worth(skills[i].skill, skills[i].level);
        }
    }

    function _locked(uint256 actor) internal view returns (uint256 credits) {
        GhostSkill[] storage skills = ghostWallets[actor].skills;
        for (uint256 i; i < skills.length; ++i) {
            if (!skills[i].validated) credits += _worth(skills[i].skill, skills[i].level);
        }
    }

    function _spendable(uint256 actor) internal view returns (uint256) {
        GhostWallet storage w = ghostWallets[actor];
        uint256 keep = _locked(actor);
        if (!w.validated && w.granted > 240e18 + keep) keep = w.granted - 240e18;
        return w.balance > keep ? w.balance - keep : 0;
    }

    function _members(uint32 town) internal view returns (uint256 count) {
        for (uint256 i; i < ACTORS; ++i) {
            if (ghostWallets[i].town == town) ++count;
        }
    }

    function _spenders(uint32 town) internal view returns (uint256 count) {
        for (uint256 i; i < ACTORS; ++i) {
            if (ghostWallets[i].town == town && ghostWallets[i].validated && _spendable(i) >= 24e18) ++count;
        }
    }

    function _skillCounts(uint32 town)
        internal
        view
        returns (uint256[12] memory counts, uint256 total, uint256 unique)
    {
        for (uint256 i; i < ACTORS; ++i) {
            GhostWallet storage w = ghostWallets[i];
            if (w.town != town) continue;
            for (uint256 k; k < w.skills.length; ++k) {
                if (++counts[w.skills[k].skill - 12 * ghostTowns[town].template] == 1) ++unique;
                ++total;
            }
        }
    }

    function _escrow(uint32 town) internal view returns (uint256 credits) {
        for (uint256 i; i < live.length; ++i) {
            GhostGig storage g = ghostGigs[live[i]];
            if (g.town == town && g.state != GigState.Completed) credits += _worth(g.skill, g.commitment);
        }
    }

    // --- counters of a wallet (4.3, 4.11) ---

    function _openGigs(uint256 actor) internal view returns (uint256 count) {
        for (uint256 i; i < live.length; ++i) {
            if (ghostGigs[live[i]].creator == actor && _isOpen(ghostGigs[live[i]].state)) ++count;
        }
    }

    function _engagements(uint256 actor) internal view returns (uint256 count) {
        for (uint256 i; i < live.length; ++i) {
            GhostGig storage g = ghostGigs[live[i]];
            if ((g.creator == actor || g.taker == actor) && _isEngaged(g.state)) ++count;
        }
    }

    function _unrated(uint256 actor) internal view returns (uint256 count) {
        for (uint256 i; i < live.length; ++i) {
            GhostGig storage g = ghostGigs[live[i]];
            if (g.creator == actor && g.state == GigState.Completed) ++count;
        }
    }

    function _pending(uint256 actor, uint8 skill) internal view returns (uint256 count) {
        for (uint256 i; i < live.length; ++i) {
            GhostGig storage g = ghostGigs[live[i]];
            if (g.taker == actor && g.skill == skill && g.state == GigState.Completed) ++count;
        }
    }

    function _isOpen(GigState state) internal pure returns (bool) {
        return state == GigState.Proposed || state == GigState.Open;
    }

    function _isEngaged(GigState state) internal pure returns (bool) {
        return state == GigState.Taking || state == GigState.Taken || state == GigState.Submitted
            || state == GigState.Completing;
    }

    // --- levels and rates (2.3, 2.6, 2.7) ---

    function _mean(uint256 actor, uint8 skill) internal view returns (uint8) {
        uint256[] storage given = rates[actor][skill];
        uint256 sum;
        for (uint256 i; i < given.length; ++i) {
            sum += given[i];
        }
        uint256 rest = sum % given.length;
        return uint8(sum / given.length + (rest * 2 >= given.length ? 1 : 0));
    }

    function _place(uint256 actor, uint8 skill) internal view returns (uint256) {
        GhostSkill[] storage skills = ghostWallets[actor].skills;
        for (uint256 i; i < skills.length; ++i) {
            if (skills[i].skill == skill) return i;
        }
        return NOBODY;
    }

    function _presentLevel(uint256 actor, uint8 skill) internal view returns (uint8) {
        uint256 i = _place(actor, skill);
        if (i != NOBODY) return ghostWallets[actor].skills[i].level;
        return rates[actor][skill].length >= 5 ? _mean(actor, skill) : lastLevel[actor][skill];
    }

    /// @param change Whether a skill active before keeps its level; else it is a first choice in another template.
    function _ghostChoose(uint256 actor, SkillChoice[] memory choice, bool change) internal {
        GhostWallet storage w = ghostWallets[actor];
        GhostSkill[] memory before = w.skills;
        for (uint256 i; i < before.length; ++i) {
            lastLevel[actor][before[i].skill] = before[i].level;
        }
        delete w.skills;
        for (uint256 i; i < choice.length; ++i) {
            uint8 skill = choice[i].skill;
            GhostSkill memory chosen = GhostSkill(skill, choice[i].level, false);
            if (rates[actor][skill].length >= 5) chosen = GhostSkill(skill, _mean(actor, skill), true);
            else if (_pending(actor, skill) != 0 && lastLevel[actor][skill] != 0) chosen.level = lastLevel[actor][skill];
            for (uint256 k; change && k < before.length; ++k) {
                if (before[k].skill == skill) chosen = before[k];
            }
            w.skills.push(chosen);
        }
    }

    /// @dev Only validated wallets follow (6.2).
    function _ghostFollow(uint256 actor) internal {
        GhostWallet storage w = ghostWallets[actor];
        if (!w.validated || w.town == 0 || w.followed == ghostTowns[w.town].round) return;
        w.followed = ghostTowns[w.town].round;
        for (uint256 i; i < w.skills.length; ++i) {
            if (w.skills[i].validated) w.skills[i].level = _mean(actor, w.skills[i].skill);
        }
        _ghostSettle(actor);
    }

    function _ghostRate(uint256 place, uint256 rating) internal {
        GhostGig storage g = ghostGigs[place];
        uint256 actor = g.taker;
        _ghostFollow(actor);
        if (rating == 0) rating = _presentLevel(actor, g.skill);
        _ghostEnd(place, GigState.Rated);

        uint256[] storage given = rates[actor][g.skill];
        uint256 same;
        for (uint256 i; i < given.length; ++i) {
            if (raters[actor][g.skill][i] == g.creator) ++same;
        }
        if (given.length < 5 && same >= 3) return;
        given.push(rating);
        raters[actor][g.skill].push(g.creator);
        if (given.length != 5) return;

        GhostWallet storage w = ghostWallets[actor];
        if (!w.validated) w.followed = ghostTowns[w.town].round;
        w.validated = true;
        uint256 i_ = _place(actor, g.skill);
        if (i_ != NOBODY) w.skills[i_] = GhostSkill(g.skill, _mean(actor, g.skill), true);
        if (w.town != 0) _ghostSettle(actor);
    }

    // --- residence (2.5, 3.3, 3.4) ---

    function _ghostSettle(uint256 actor) internal {
        GhostWallet storage w = ghostWallets[actor];
        GhostTown storage t = ghostTowns[w.town];
        uint256 target = _target(actor);
        if (target > w.granted) {
            uint256 paid = _least(target - w.granted, t.vault);
            t.vault -= paid;
            w.balance += paid;
            w.granted += paid;
        } else {
            uint256 returned = _least(w.granted - target, w.balance);
            w.balance -= returned;
            w.granted -= returned;
            t.vault += returned;
        }
    }

    function _ghostEnter(uint256 actor, uint32 town) internal {
        GhostWallet storage w = ghostWallets[actor];
        GhostTown storage t = ghostTowns[town];
        uint256 room = t.vault / (24 - _members(town));
        uint256 unlocked = _least(w.fresh, room);
        uint256 target = _target(actor);
        uint256 paid = target > w.granted ? _least(target - w.granted, room - unlocked) : 0;
        uint256 returned = target < w.granted ? _least(w.granted - target, unlocked) : 0;
        w.carried -= unlocked;
        w.fresh = 0;
        w.balance = unlocked + paid - returned;
        w.granted = w.granted + paid - returned;
        t.vault -= w.balance;
        w.town = town;
        w.foundingMember = !t.activated;
        w.completedHere = false;
        w.joinedAt = _now();
        w.followed = t.round;
        if (_members(town) == 3) t.activated = true;
    }

    /// @param cancelled Own open gigs that are cancelled with the leaving.
    function _ghostExit(uint256 actor, uint64[] memory cancelled) internal {
        GhostWallet storage w = ghostWallets[actor];
        _ghostFollow(actor);
        for (uint256 i = live.length; i > 0; --i) {
            for (uint256 k; k < cancelled.length; ++k) {
                if (ghostGigs[live[i - 1]].id != cancelled[k]) continue;
                _ghostCancel(live[i - 1]);
                break;
            }
        }
        ghostTowns[w.town].vault += w.balance;
        w.carried += w.balance;
        w.fresh = w.balance;
        w.balance = 0;
        w.town = 0;
    }

    // --- ends of gigs (4.2, 4.7, 4.10, 6.1, 6.3) ---

    function _ghostCancel(uint256 place) internal {
        GhostGig storage g = ghostGigs[place];
        ghostWallets[g.creator].balance += _worth(g.skill, g.commitment);
        _ghostEnd(place, GigState.Cancelled);
    }

    function _ghostReopen(uint256 place, bool abandoned) internal {
        GhostGig storage g = ghostGigs[place];
        if (abandoned) {
            ++ghostWallets[g.taker].abandoned;
            banned[g.creator][g.taker] = _now() + 30 days;
        }
        g.state = GigState.Open;
        g.taker = NOBODY;
        g.since = _now();
        ++g.round;
    }

    /// @return due Whether a distribution became due.
    function _ghostComplete(uint256 place) internal returns (bool due) {
        GhostGig storage g = ghostGigs[place];
        GhostTown storage t = ghostTowns[g.town];
        GhostWallet storage w = ghostWallets[g.taker];
        uint256 credits = _worth(g.skill, g.commitment);
        g.state = GigState.Completed;
        g.since = _now();

        uint256 before = w.balance;
        w.balance += credits;
        w.completedHere = true;
        uint256 paid = _least(credits, t.vault);
        t.vault -= paid;
        t.treasury += paid;
        if (t.treasury >= 3_840e18) {
            due = true;
            t.vault += t.treasury - 2_000e18;
            t.treasury = 2_000e18;
        }
        bool crossed = before < 3_840e18 && w.balance >= 3_840e18;
        if (crossed && (t.round == 0 || _now() >= t.roundAt + 24 hours)) {
            ++t.round;
            t.roundAt = _now();
        }
    }

    function _ghostSplit(uint256 place) internal {
        GhostGig storage g = ghostGigs[place];
        uint256 credits = _worth(g.skill, g.commitment);
        ghostWallets[g.creator].balance += credits / 2;
        ghostWallets[g.taker].balance += credits / 2;
        ++ghostWallets[g.creator].settled;
        ++ghostWallets[g.taker].settled;
        _ghostEnd(place, GigState.Settled);
    }

    function _ghostEnd(uint256 place, GigState state) internal {
        ghostGigs[place].state = state;
        for (uint256 i; i < live.length; ++i) {
            if (live[i] != place) continue;
            live[i] = live[live.length - 1];
            live.pop();
            return;
        }
        revert("not a live gig");
    }

    /// @dev The compiler takes block.timestamp for constant within a call, which vm.warp is not.
    function _now() internal view returns (uint40) {
        return uint40(vm.getBlockTimestamp());
    }

    function _least(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityView, ICommunity, MemberView} from "../../src/interfaces/ICommunity.sol";
import {Gig} from "../../src/interfaces/IGigs.sol";
import {RatingsView, WalletView} from "../../src/interfaces/ISkillWallet.sol";
import {GigState} from "../../src/types/GigState.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Acts} from "./Acts.sol";
import {GhostGig, GhostSkill, GhostTown, GhostWallet} from "./Ghost.sol";

/// What the model's wallets and gigs add up to, gathered in one walk through them.
struct Sums {
    uint256[12] openGigs;
    uint256[12] engagements;
    uint256[12] unrated;
    uint256[8] escrow;
    uint256[8] members;
    uint256[8] held;
    uint256[8] spenders;
    uint256[8] skills;
    uint256[12][8] skillCounts;
    uint256 wealth;
    uint256 granted;
}

/// @title What holds whenever nobody is acting: the chain against the model, and both against the rules
abstract contract Checks is Acts {
    /// @notice The towns that the events of the last act speak of with their members, and the wallets; `checkAll` sees whether
    /// another has moved without an event.
    function check() public view {
        if (moved == 0 && touched == 0) return;
        Sums memory sums;
        _addGigs(sums);
        for (uint256 i; i < ACTORS; ++i) {
            GhostWallet storage w = ghostWallets[i];
            sums.granted += w.granted;
            sums.wealth += w.carried + w.balance;
            if (w.id != 0 && (touched >> i & 1 != 0 || moved >> w.town & 1 != 0)) {
                _checkWallet(i, w, wallets.wallet(w.id), sums);
            }
        }
        for (uint32 town = 1; town <= townCount; ++town) {
            if (moved >> town & 1 == 0) continue;
            ICommunity here = community(town);
            _checkTown(town, here, sums);
            _checkAccounts(town, here);
        }
        _same(sums.wealth, sums.granted, "granted once");
    }

    /// @notice Every town, wallet, gig and rate there ever was.
    function checkAll() external {
        (moved, touched) = (type(uint256).max, type(uint256).max);
        check();
        for (uint256 i; i < ghostGigs.length; ++i) {
            _checkGig(ghostGigs[i]);
        }
        for (uint256 i; i < ACTORS; ++i) {
            _same(wallets.walletOf(people[i].addr), ghostWallets[i].id, "wallet id");
            for (uint8 skill; skill < 36 && ghostWallets[i].id != 0; ++skill) {
                _checkRates(i, skill);
            }
        }
    }

    function _addGigs(Sums memory sums) private view {
        for (uint256 i; i < live.length; ++i) {
            GhostGig storage g = ghostGigs[live[i]];
            if (g.state == GigState.Completed) {
                ++sums.unrated[g.creator];
                continue;
            }
            uint256 credits = _worth(g.skill, g.commitment);
            sums.escrow[g.town] += credits;
            sums.wealth += credits;
            if (_isOpen(g.state)) {
                ++sums.openGigs[g.creator];
            } else {
                ++sums.engagements[g.creator];
                ++sums.engagements[g.taker];
            }
        }
    }

    function _checkWallet(uint256 actor, GhostWallet storage w, WalletView memory got, Sums memory sums) private view {
        (uint32 town, uint256 granted) = (w.town, w.granted);
        _same(uint160(got.owner), uint160(people[actor].addr), "owner");
        _same(got.communityId, town, "residence");
        _same(got.validated, w.validated, "validated");
        _same(got.openGigs, sums.openGigs[actor], "open gigs");
        _same(got.engagements, sums.engagements[actor], "engagements");
        _same(got.unratedGigs, sums.unrated[actor], "unrated gigs");
        _same(got.abandonedGigs, w.abandoned, "abandoned gigs");
        _same(got.settledGigs, w.settled, "settled gigs");
        _same(got.skillsChangedAt, w.changedAt, "change of skills");
        _same(got.claimedAt, w.claimedAt, "claim");
        _same(got.carried, w.carried, "carried");
        _same(got.granted, town == 0 ? granted : 0, "granted, nowhere");
        // Followed or not is a question only to a validated member.
        if (w.validated && town != 0) _same(got.roundFollowed, w.followed, "round followed");
        _holds(granted <= 2_720e18, "at most 2,720 granted");
        _same(uint256(grantLedger[people[actor].addr]), granted, "granted more than once");

        uint256 locked = _checkSkills(w, got.skills, sums);
        if (town == 0) return _same(w.balance, 0, "balance without a town");
        _checkMember(actor, w, community(town).member(people[actor].addr), locked, sums);
    }

    function _checkMember(uint256 actor, GhostWallet storage w, MemberView memory got, uint256 locked, Sums memory sums)
        private
        view
    {
        uint256 spendable = _spendable(actor);
        _same(got.walletId, w.id, "member");
        _same(got.balance, w.balance, "balance of the member");
        _same(got.granted, w.granted, "granted");
        _same(got.spendable, spendable, "spendable");
        _same(uint256(got.locked), locked, "locked");
        _same(got.validated, w.validated, "validated in the town");
        _same(got.foundingMember, w.foundingMember, "founding member");
        _same(got.completedGigHere, w.completedHere, "completed a gig here");
        _same(got.joinedAt, w.joinedAt, "joined at");
        ++sums.members[w.town];
        sums.held[w.town] += got.balance;
        if (w.validated && spendable >= 24e18) ++sums.spenders[w.town];
    }

    /// @return locked In whole credits.
    function _checkSkills(GhostWallet storage w, SkillSet got, Sums memory sums) private view returns (uint256 locked) {
        uint256 count = w.skills.length;
        uint32 town = w.town;
        _same(got.count(), count, "number of skills");
        for (uint256 i; i < count; ++i) {
            (uint8 skill, uint8 level, bool validated) = got.get(i);
            GhostSkill memory s = w.skills[i];
            _same(skill, s.skill, "skill");
            _same(level, s.level, "level");
            _same(validated, s.validated, "validated skill");
            if (!s.validated) locked += _value(s.skill) * s.level;
            if (town == 0) continue;
            ++sums.skills[town];
            ++sums.skillCounts[town][s.skill - 12 * ghostTowns[town].template];
        }
    }

    function _checkTown(uint32 town, ICommunity here, Sums memory sums) private view {
        GhostTown storage t = ghostTowns[town];
        CommunityView memory got = here.state();
        _same(got.id, town, "town id");
        _same(got.template, t.template, "template");
        _same(got.founder, ghostWallets[t.founder].id, "founder");
        _same(got.release, t.release, "release");
        _same(got.gigs, t.gigs, "gigs of the town");
        _same(got.vault, t.vault, "vault");
        _same(got.treasury, t.treasury, "treasury account");
        _same(got.escrow, sums.escrow[town], "escrow");
        _same(got.vault + got.treasury + got.escrow + sums.held[town], WHOLE, "96,000 credits");
        _holds(got.treasury >= 2_000e18 && got.treasury < 3_840e18, "treasury account in bounds");

        uint256 members = sums.members[town];
        _same(got.members, members, "members");
        _same(got.active, members >= 3, "active");
        _same(got.spenders, sums.spenders[town], "spenders");
        _same(got.founding, sums.spenders[town] < 3, "founding");

        _same(got.totalSkills, sums.skills[town], "total skills");
        uint256 unique;
        for (uint256 i; i < 12; ++i) {
            _same(got.skillCounts[i], sums.skillCounts[town][i], "skill count");
            if (sums.skillCounts[town][i] != 0) ++unique;
        }
        bool defined = t.activated && members != 0;
        uint256 score = defined ? 10_000 * unique * members / (6 * sums.skills[town]) : 0;
        _same(got.score, score, "score");
        _same(scoreLedger[town], score, "score of the events");
        _holds(!defined || (score >= 1_666 && score <= 20_000), "score in bounds");

        (uint24 number, uint40 startedAt) = wallets.round(town);
        _same(number, t.round, "round");
        _same(startedAt, t.roundAt, "start of the round");
    }

    /// @dev The ERC-20 view of each account that could hold something, members or not, and the same from the events.
    function _checkAccounts(uint32 town, ICommunity here) private view {
        GhostTown storage t = ghostTowns[town];
        _same(here.totalSupply(), WHOLE, "total supply");
        _checkAccount(town, here, address(here), t.vault);
        _checkAccount(town, here, here.treasuryAccount(), t.treasury);
        _checkAccount(town, here, address(gigs), _escrow(town));
        for (uint256 i; i < ACTORS; ++i) {
            _checkAccount(town, here, people[i].addr, ghostWallets[i].town == town ? ghostWallets[i].balance : 0);
        }
        address[6] memory others = [
            stranger.addr,
            address(this),
            address(wallets),
            address(registry),
            operator,
            address(community(town % townCount + 1))
        ];
        for (uint256 i; i < others.length; ++i) {
            _checkAccount(town, here, others[i], 0);
        }
    }

    function _checkAccount(uint32 town, ICommunity here, address account, uint256 balance) private view {
        _same(here.balanceOf(account), balance, "balance");
        _same(uint256(ledger[town][account]), balance, "balance of the events");
    }

    function _checkGig(GhostGig storage g) private view {
        Gig memory got = gigs.gig(g.id);
        bool has = g.taker != NOBODY;
        _same(uint8(got.state), uint8(g.state), "state");
        _same(got.creator, ghostWallets[g.creator].id, "creator");
        _same(got.taker, has ? ghostWallets[g.taker].id : 0, "taker");
        _same(got.skill, g.skill, "skill of the gig");
        _same(got.commitment, g.commitment, "commitment");
        _same(got.durationDays, g.durationDays, "duration");
        _same(got.round, g.round, "round of the gig");
        _same(got.release, g.release, "release of the gig");
        _same(gigs.creditsOf(g.id), _worth(g.skill, g.commitment), "credits of the gig");
        if (has) _same(got.changes, g.changes, "changes");
        bool dated = _isOpen(g.state) || g.state == GigState.Taking || g.state == GigState.Submitted
            || g.state == GigState.Completing || g.state == GigState.Completed;
        if (dated) _same(got.since, g.since, "since");
        if (g.state == GigState.Taken) _same(got.deadline, g.deadline, "deadline");
        if (g.state == GigState.Submitted) _same(got.askedAt, g.askedAt, "asked at");
    }

    function _checkRates(uint256 actor, uint8 skill) private view {
        RatingsView memory got = wallets.ratings(ghostWallets[actor].id, skill);
        uint256[] storage given = rates[actor][skill];
        uint256 sum;
        for (uint256 i; i < given.length; ++i) {
            sum += given[i];
        }
        _same(got.count, given.length, "rates that count");
        _same(got.sum, sum, "sum of the rates");
        _same(got.pending, _pending(actor, skill), "pending rates");
    }

    /// @dev Compares here first: assertEq is a call to the cheat codes each time.
    function _same(uint256 got, uint256 expected, bytes32 what) internal pure {
        if (got != expected) assertEq(got, expected, string(abi.encodePacked(what)));
    }

    function _same(bool got, bool expected, bytes32 what) internal pure {
        if (got != expected) assertEq(got, expected, string(abi.encodePacked(what)));
    }

    function _holds(bool condition, bytes32 what) internal pure {
        if (!condition) assertTrue(condition, string(abi.encodePacked(what)));
    }
}

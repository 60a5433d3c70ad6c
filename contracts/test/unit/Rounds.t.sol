// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause} from "../../src/types/Enums.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Reaching the fair share and following (spec §6.1, §6.2)
contract RoundsTest is Neighbourhood {
    /// Teaching at level 8, validated.
    SkillSet private constant LEVEL_8 = SkillSet.wrap((1 << 12) | (8 << 8) | (TEACHING + 1));

    uint32 private here;
    /// Crosses the fair share.
    Person private rich;
    /// Recorded at level 5 while the mean of the rates is 7.5.
    Person private late;
    Person private payer;

    function setUp() public override {
        super.setUp();
        Person[] memory them;
        (here, them) = validatedTown("resident");
        (rich, late, payer) = (them[0], them[1], them[2]);
        for (uint256 i; i < 5; ++i) {
            work(rich, late, TEACHING, 1, 10);
        }
        assertEq(levelOf(late), 5);
    }

    function _roundNumber() private view returns (uint24 number) {
        (number,) = wallets.round(here);
    }

    /// @dev `rich` falls under the fair share and crosses it again.
    function _crossAgain() private {
        transfer(here, rich, payer, 100);
        cross(here, payer, rich);
    }

    function _assertFollowed() private view {
        assertEq(levelOf(late), 8);
        assertEq(wallets.wallet(walletOf(late)).roundFollowed, _roundNumber());
    }

    function test_completeGig_crossingStartsRound() public {
        liftTo(here, payer, rich, FAIR_SHARE - 1);
        uint64 gigId = createGig(payer, TEACHING, 1);
        accept(payer, rich, gigId);
        submit(rich, gigId);
        uint40 expiry = inAnHour();
        bytes memory code = sign(rich, gigId, expiry);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.RoundStarted(here, 1);
        vm.expectEmit(address(community(here)));
        emit ICommunity.ScoreChanged(1_666, ScoreCause.FairShareReached);
        vm.prank(payer.addr);
        gigs.completeGig(gigId, expiry, code);
        (uint24 number, uint40 startedAt) = wallets.round(here);
        assertEq(number, 1);
        assertEq(startedAt, clock());
    }

    function test_completeGig_exactlyFairShareStartsRound() public {
        liftTo(here, payer, rich, FAIR_SHARE - 24);
        work(payer, rich, TEACHING, 1, 5);
        assertEq(balanceIn(here, rich), FAIR_SHARE * CREDIT);
        assertEq(_roundNumber(), 1);
    }

    function test_completeGig_belowFairShareStartsNone() public {
        liftTo(here, payer, rich, FAIR_SHARE - 25);
        work(payer, rich, TEACHING, 1, 5);
        assertEq(balanceIn(here, rich), (FAIR_SHARE - 1) * CREDIT);
        assertEq(_roundNumber(), 0);
    }

    function test_completeGig_fromFairShareOnStartsNone() public {
        liftTo(here, payer, rich, FAIR_SHARE);
        work(payer, rich, TEACHING, 1, 5);
        assertEq(_roundNumber(), 0);
    }

    function test_transfer_acrossFairShareStartsNone() public {
        liftTo(here, payer, rich, FAIR_SHARE + 100);
        assertEq(_roundNumber(), 0);
    }

    /// @dev Nor do the halves of a settled gig, or what comes back from a cancelled one.
    function test_settleGig_acrossFairShareStartsNone() public {
        liftTo(here, payer, rich, FAIR_SHARE - 1);
        uint64 gigId = createGig(payer, TEACHING, 1);
        accept(payer, rich, gigId);
        submit(rich, gigId);
        skip(30 days);
        gigs.settleGig(gigId);
        assertEq(balanceIn(here, rich), (FAIR_SHARE + 11) * CREDIT);
        assertEq(_roundNumber(), 0);

        gigId = createGig(rich, TEACHING, 1);
        assertLt(balanceIn(here, rich), FAIR_SHARE * CREDIT);
        vm.prank(rich.addr);
        gigs.cancelGig(gigId);
        assertEq(balanceIn(here, rich), (FAIR_SHARE + 11) * CREDIT);
        assertEq(_roundNumber(), 0);
    }

    function test_completeGig_within24HoursStartsNoneAndIsNotMadeUpFor() public {
        cross(here, payer, rich);
        uint256 startedAt = clock();
        assertEq(_roundNumber(), 1);
        vm.warp(startedAt + 24 hours - 1);
        _crossAgain();
        assertEq(_roundNumber(), 1);

        // Above it already, a day later: no crossing.
        vm.warp(startedAt + 24 hours);
        work(payer, rich, TEACHING, 1, 5);
        assertEq(_roundNumber(), 1);
        _crossAgain();
        assertEq(_roundNumber(), 2);
    }

    function test_follow_revertsWithUnknownWallet() public {
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.UnknownWallet.selector, 0));
        wallets.follow(0);
    }

    function test_follow_anyoneSetsLevelToMeanOnce() public {
        cross(here, payer, rich);
        uint256 balance = balanceIn(here, late);
        uint256 vault = vaultOf(here);
        uint32 walletId = walletOf(late);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.RoundFollowed(walletId, 1, LEVEL_8);
        vm.expectEmit(address(community(here)));
        emit ICommunity.GrantChanged(walletId, 2_192 * CREDIT);
        vm.prank(makeAddr("anyone"));
        wallets.follow(walletId);
        _assertFollowed();
        assertEq(balanceIn(here, late), balance + 72 * CREDIT);
        assertEq(vaultOf(here), vault - 72 * CREDIT);

        vm.recordLogs();
        wallets.follow(walletId);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(balanceIn(here, late), balance + 72 * CREDIT);
    }

    function test_follow_lowersLevelAndReturnsGrant() public {
        for (uint256 i; i < 5; ++i) {
            work(late, payer, TEACHING, 1, 1);
        }
        cross(here, payer, rich);
        uint256 balance = balanceIn(here, payer);
        wallets.follow(walletOf(payer));
        assertEq(levelOf(payer), 3);
        assertEq(balanceIn(here, payer), balance - 48 * CREDIT);
        assertEq(community(here).member(payer.addr).granted, 2_072 * CREDIT);
    }

    function test_follow_hasNoEffectWithoutRound() public {
        vm.recordLogs();
        wallets.follow(walletOf(late));
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(levelOf(late), 5);
    }

    function test_follow_hasNoEffectOnUnvalidatedOrHomeless() public {
        Person memory fourth = person("fourth");
        join(fourth, here, TEACHING, 9);
        leave(late);
        // Two validated members and a fresh one keep the town active.
        cross(here, payer, rich);
        vm.recordLogs();
        wallets.follow(walletOf(fourth));
        wallets.follow(walletOf(late));
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(levelOf(fourth), 9);
        assertEq(levelOf(late), 5);
    }

    function test_follow_coversAllRoundsBefore() public {
        cross(here, payer, rich);
        skip(24 hours);
        _crossAgain();
        assertEq(_roundNumber(), 2);
        uint32 walletId = walletOf(late);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.RoundFollowed(walletId, 2, LEVEL_8);
        wallets.follow(walletId);
        _assertFollowed();
    }

    /// @dev Credits paid by following begin no further round, and no score is written.
    function test_follow_acrossFairShareStartsNone() public {
        transfer(here, late, rich, 1_000);
        liftTo(here, payer, rich, FAIR_SHARE - 1);
        work(payer, rich, TEACHING, 1, 5);
        assertEq(_roundNumber(), 1);
        skip(24 hours);
        liftTo(here, rich, late, FAIR_SHARE - 10);
        vm.recordLogs();
        wallets.follow(walletOf(late));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            assertNotEq(logs[i].topics[0], ICommunity.ScoreChanged.selector);
        }
        assertEq(balanceIn(here, late), (FAIR_SHARE + 62) * CREDIT);
        assertEq(_roundNumber(), 1);
    }

    /// @dev The level is what following at once would have given: the rate that touches comes after.
    function test_rateGig_takerFollowsFirst() public {
        uint64 gigId = workUnrated(rich, late, TEACHING, 1);
        cross(here, payer, rich);
        uint32 walletId = walletOf(late);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.RoundFollowed(walletId, 1, LEVEL_8);
        rate(rich, gigId, 1);
        _assertFollowed();
        assertEq(wallets.ratings(walletId, TEACHING).sum, 76);
        // 76 / 11 = 6.9 waits for the next round.
        wallets.follow(walletId);
        assertEq(levelOf(late), 8);
        skip(24 hours);
        _crossAgain();
        wallets.follow(walletId);
        assertEq(levelOf(late), 7);
    }

    function test_rateByDefault_usesLevelAfterFollowing() public {
        uint64 gigId = workUnrated(rich, late, TEACHING, 1);
        cross(here, payer, rich);
        skip(14 days);
        gigs.rateByDefault(gigId);
        _assertFollowed();
        assertEq(wallets.ratings(walletOf(late), TEACHING).sum, 83);
    }

    function test_changeSkills_followsFirst() public {
        cross(here, payer, rich);
        SkillChoice[] memory skills = twoSkills(TEACHING, 1, GARDENING, 1);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.RoundFollowed(walletOf(late), 1, LEVEL_8);
        vm.prank(late.addr);
        wallets.changeSkills(skills);
        _assertFollowed();
        assertEq(community(here).member(late.addr).granted, 2_198 * CREDIT);
    }

    function test_leave_followsFirst() public {
        cross(here, payer, rich);
        uint256 balance = balanceIn(here, late);
        leave(late);
        assertEq(levelOf(late), 8);
        assertEq(wallets.wallet(walletOf(late)).granted, 2_192 * CREDIT);
        assertEq(wallets.wallet(walletOf(late)).carried, balance + 72 * CREDIT);
    }

    function test_relocate_followsFirst() public {
        cross(here, payer, rich);
        uint32 elsewhere = found(person("host"), TEACHING, 5);
        uint256 balance = balanceIn(here, late);
        relocate(late, elsewhere);
        assertEq(levelOf(late), 8);
        assertEq(balanceIn(elsewhere, late), balance + 72 * CREDIT);
        assertEq(wallets.wallet(walletOf(late)).roundFollowed, 0);
    }

    /// @dev Who arrives after the beginning takes no part in it, also when it was a member before.
    function test_join_newcomerHasNothingToFollow() public {
        liftTo(here, payer, rich, FAIR_SHARE - 1);
        uint64 gigId = createGig(payer, TEACHING, 1);
        accept(payer, rich, gigId);
        submit(rich, gigId);
        leave(late);
        // The town is inactive; what was under way goes on and begins a round all the same.
        complete(payer, rich, gigId);
        assertEq(_roundNumber(), 1);
        rejoin(late, here);
        assertEq(wallets.wallet(walletOf(late)).roundFollowed, 1);
        vm.recordLogs();
        wallets.follow(walletOf(late));
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(levelOf(late), 5);
    }

    function test_rateGig_validationAfterBeginningHasNothingToFollow() public {
        Person memory fourth = person("fourth");
        join(fourth, here, TEACHING, 9);
        cross(here, payer, rich);
        validate(fourth, rich, late, TEACHING, 4);
        work(rich, fourth, TEACHING, 1, 10);
        assertEq(wallets.wallet(walletOf(fourth)).roundFollowed, 1);
        wallets.follow(walletOf(fourth));
        assertEq(levelOf(fourth), 4);
    }

    function test_follow_leavesUnvalidatedSkillsAlone() public {
        SkillChoice[] memory skills = twoSkills(TEACHING, 1, GARDENING, 9);
        vm.prank(late.addr);
        wallets.changeSkills(skills);
        cross(here, payer, rich);
        wallets.follow(walletOf(late));
        _assertFollowed();
        (uint8 skill, uint8 level, bool validated) = activeSkill(late, 1);
        assertEq(skill, GARDENING);
        assertEq(level, 9);
        assertFalse(validated);
        assertEq(community(here).member(late.addr).locked, 54);
    }
}

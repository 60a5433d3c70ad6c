// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {ICommunity, MemberView} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Rates and what they do to levels, locks and credits (spec §2.3, §2.7, §4.9)
contract RatingsTest is Neighbourhood {
    uint32 private here;
    Person private ada;
    Person private ben;
    Person private cleo;
    Person private taker;

    function setUp() public override {
        super.setUp();
        Person[] memory them;
        (here, them) = townOf("rater", 4, TEACHING, 5);
        (ada, ben, cleo, taker) = (them[0], them[1], them[2], them[3]);
    }

    function _rates(Person memory creator, uint8 rating, uint256 times) private {
        for (uint256 i; i < times; ++i) {
            work(creator, taker, TEACHING, 1, rating);
        }
    }

    /// @dev Four rates that count, and a fifth gig of `ben` that waits for its rating.
    function _fourAndOnePending(uint8 rating) private returns (uint64 gigId) {
        _rates(ada, rating, 3);
        _rates(ben, rating, 1);
        gigId = workUnrated(ben, taker, TEACHING, 1);
    }

    function _relocateToArt() private returns (uint32 art) {
        art = found(person("artist"), MUSIC, 5);
        SkillChoice[] memory skills = oneSkill(MUSIC, 10);
        vm.prank(taker.addr);
        wallets.relocate(art, skills, noGigs());
    }

    function _assertNoScoreWritten() private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            assertNotEq(logs[i].topics[0], ICommunity.ScoreChanged.selector);
        }
    }

    function test_rateGig_revertsWithRatingRange() public {
        uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
        uint8[3] memory wrong = [0, 11, 255];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGigs.RatingRange.selector, wrong[i]));
            vm.prank(ada.addr);
            gigs.rateGig(gigId, wrong[i]);
        }
    }

    function test_rateGig_revertsWithNotWalletOwnerForAllButTheCreator() public {
        uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
        address[3] memory others = [taker.addr, ben.addr, makeAddr("stranger")];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NotWalletOwner.selector, 1, others[i]));
            vm.prank(others[i]);
            gigs.rateGig(gigId, 10);
        }
    }

    function test_rateGig_revertsWithWrongStateOnSecondRate() public {
        uint64 gigId = work(ada, taker, TEACHING, 1, 10);
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Rated));
        vm.prank(ada.addr);
        gigs.rateGig(gigId, 10);
    }

    function test_rateGig_fiveValidateAtRoundedMean() public {
        _rates(ada, 8, 3);
        _rates(ben, 8, 1);
        MemberView memory before = community(here).member(taker.addr);
        assertFalse(before.validated);
        assertEq(before.locked, 120);
        assertEq(levelOf(taker), 5);
        uint64 gigId = workUnrated(ben, taker, TEACHING, 1);
        uint256 vault = vaultOf(here);

        // 8, 8, 8, 8, 6: 38 / 5 = 7.6
        vm.expectEmit(address(wallets));
        emit ISkillWallet.SkillValidated(4, TEACHING, 8);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.SkillsChanged(4, SkillSet.wrap(0).with(0, TEACHING, 8, true));
        vm.expectEmit(address(community(here)));
        emit ICommunity.GrantChanged(4, 2_192 * CREDIT);
        vm.expectEmit(address(community(here)));
        emit ICommunity.ScoreChanged(1_666, ScoreCause.LevelAdjusted);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRated(gigId, 6, true);
        rate(ben, gigId, 6);

        MemberView memory seen = community(here).member(taker.addr);
        assertTrue(seen.validated);
        assertTrue(wallets.wallet(4).validated);
        assertEq(seen.locked, 0);
        assertEq(seen.granted, 2_192 * CREDIT);
        assertEq(seen.balance, (2_120 + 120 + 72) * CREDIT);
        assertEq(seen.spendable, seen.balance);
        assertEq(vaultOf(here), vault - 72 * CREDIT);
        assertEq(wallets.ratings(4, TEACHING).count, 5);
        assertEq(wallets.ratings(4, TEACHING).sum, 38);
        assertEq(wallets.ratings(4, TEACHING).pending, 0);
    }

    function test_rateGig_meanBelowHalfRoundsDown() public {
        _rates(ada, 7, 3);
        _rates(ben, 8, 2);
        assertEq(levelOf(taker), 7);
    }

    function test_rateGig_lowerLevelReturnsGrantAndReleasesLock() public {
        uint256 vault = vaultOf(here);
        _rates(ada, 1, 3);
        _rates(ben, 1, 2);
        MemberView memory seen = community(here).member(taker.addr);
        assertEq(levelOf(taker), 1);
        assertEq(seen.granted, 2_024 * CREDIT);
        assertEq(seen.balance, (2_120 + 120 - 96) * CREDIT);
        assertEq(seen.spendable, seen.balance);
        // 96 came back, and 120 went to the treasury account.
        assertEq(vaultOf(here), vault + 96 * CREDIT - 120 * CREDIT);
    }

    function test_rateGig_fourthOfOnePersonNeverCounts() public {
        _rates(ada, 2, 3);
        uint64 fourth = workUnrated(ada, taker, TEACHING, 1);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRated(fourth, 10, false);
        rate(ada, fourth, 10);
        assertEq(wallets.ratings(4, TEACHING).count, 3);
        assertEq(wallets.ratings(4, TEACHING).sum, 6);
        assertEq(wallets.ratings(4, TEACHING).pending, 0);
        _rates(ada, 10, 3);
        assertEq(wallets.ratings(4, TEACHING).count, 3);

        _rates(ben, 2, 1);
        assertFalse(wallets.wallet(4).validated);
        _rates(ada, 10, 1);
        assertEq(wallets.ratings(4, TEACHING).count, 4);
        _rates(cleo, 2, 1);
        assertTrue(wallets.wallet(4).validated);
        assertEq(levelOf(taker), 2);
        // Not later either.
        assertEq(wallets.ratings(4, TEACHING).count, 5);
        assertEq(wallets.ratings(4, TEACHING).sum, 10);
    }

    function test_rateGig_threeOfEachOfTwoPeopleValidateAtTheFifth() public {
        for (uint256 i; i < 5; ++i) {
            assertFalse(wallets.wallet(4).validated);
            work(i % 2 == 0 ? ben : ada, taker, TEACHING, 1, 9);
        }
        assertTrue(wallets.wallet(4).validated);
        assertEq(levelOf(taker), 9);
    }

    function test_rateGig_afterValidationEveryRateCountsAndLevelWaits() public {
        _rates(ada, 5, 3);
        _rates(ben, 5, 2);
        for (uint256 i; i < 4; ++i) {
            uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
            vm.expectEmit(address(gigs));
            emit IGigs.GigRated(gigId, 10, true);
            rate(ada, gigId, 10);
        }
        assertEq(wallets.ratings(4, TEACHING).count, 9);
        assertEq(wallets.ratings(4, TEACHING).sum, 65);
        // Until the next re-evaluation (spec §6.2).
        assertEq(levelOf(taker), 5);
        assertEq(community(here).member(taker.addr).granted, 2_120 * CREDIT);
    }

    function test_rateGig_skillsAreRatedApart() public {
        SkillChoice[] memory skills = twoSkills(TEACHING, 5, LEGAL, 5);
        vm.prank(taker.addr);
        wallets.changeSkills(skills);
        _rates(ada, 5, 3);
        for (uint256 i; i < 3; ++i) {
            work(ada, taker, LEGAL, 1, 9);
        }
        assertEq(wallets.ratings(4, TEACHING).count, 3);
        assertEq(wallets.ratings(4, LEGAL).count, 3);
        work(ben, taker, LEGAL, 1, 9);
        work(ben, taker, LEGAL, 1, 9);
        // Validated by one skill; the other stays locked.
        MemberView memory seen = community(here).member(taker.addr);
        assertTrue(seen.validated);
        assertEq(seen.locked, 120);
        assertEq(seen.spendable, seen.balance - 120 * CREDIT);
    }

    function test_rateByDefault_revertsWithTooEarly() public {
        uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
        uint256 due = clock() + 14 days;
        vm.warp(due - 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.TooEarly.selector, due));
        gigs.rateByDefault(gigId);
    }

    function test_rateByDefault_anyoneRatesAtPresentLevel() public {
        uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
        skip(14 days);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.RatingsDue.selector, 1));
        vm.prank(ada.addr);
        gigs.createGig(TEACHING, 1, RECORD, 7, 0);

        vm.expectEmit(address(gigs));
        emit IGigs.GigRatedByDefault(gigId, 5, true);
        vm.prank(makeAddr("anyone"));
        gigs.rateByDefault(gigId);
        assertEq(uint8(gigs.gig(gigId).state), uint8(GigState.Rated));
        assertEq(wallets.ratings(4, TEACHING).sum, 5);
        createGig(ada, TEACHING, 1);
    }

    function test_rateByDefault_countsAsTheCreators() public {
        for (uint256 i; i < 3; ++i) {
            uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
            skip(14 days);
            gigs.rateByDefault(gigId);
        }
        assertEq(wallets.ratings(4, TEACHING).count, 3);
        _rates(ada, 10, 1);
        assertEq(wallets.ratings(4, TEACHING).count, 3);
    }

    function test_rateByDefault_canValidate() public {
        uint64 gigId = _fourAndOnePending(5);
        skip(14 days);
        gigs.rateByDefault(gigId);
        assertTrue(wallets.wallet(4).validated);
        assertEq(levelOf(taker), 5);
    }

    function test_rateByDefault_dormantSkillAtItsLastLevel() public {
        uint64 gigId = createGig(ada, TEACHING, 1);
        accept(ada, taker, gigId);
        SkillChoice[] memory skills = oneSkill(GARDENING, 9);
        vm.prank(taker.addr);
        wallets.changeSkills(skills);
        submit(taker, gigId);
        complete(ada, taker, gigId);
        skip(14 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRatedByDefault(gigId, 5, true);
        gigs.rateByDefault(gigId);
    }

    function test_rateByDefault_dormantSkillAfterRelocation() public {
        uint64 gigId = workUnrated(ada, taker, TEACHING, 1);
        _relocateToArt();
        skip(14 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRatedByDefault(gigId, 5, true);
        gigs.rateByDefault(gigId);
    }

    function test_rateByDefault_dormantValidatedSkillAtMeanOfItsRates() public {
        _rates(ada, 9, 3);
        _rates(ben, 9, 2);
        _rates(ben, 3, 5);
        // 60 / 10; the recorded level is 9 still.
        assertEq(levelOf(taker), 9);
        uint64 gigId = workUnrated(ben, taker, TEACHING, 1);
        _relocateToArt();
        skip(14 days);
        vm.expectEmit(address(gigs));
        emit IGigs.GigRatedByDefault(gigId, 6, true);
        gigs.rateByDefault(gigId);
    }

    function test_rateGig_movesCreditsWhereTheTakerLivesNow() public {
        uint64 gigId = _fourAndOnePending(10);
        uint32 elsewhere = found(person("host"), TEACHING, 5);
        relocate(taker, elsewhere);
        uint256 vaultHere = vaultOf(here);
        uint256 vaultThere = vaultOf(elsewhere);
        rate(ben, gigId, 10);
        assertEq(levelOf(taker), 10);
        assertEq(vaultOf(here), vaultHere);
        assertEq(vaultOf(elsewhere), vaultThere - 120 * CREDIT);
        MemberView memory seen = community(elsewhere).member(taker.addr);
        assertEq(seen.balance, (2_120 + 120 + 120) * CREDIT);
        assertEq(seen.granted, 2_240 * CREDIT);
        assertEq(seen.locked, 0);
        assertTrue(seen.validated);
    }

    function test_rateGig_creatorRatesFromAnywhere() public {
        uint64 gigId = _fourAndOnePending(10);
        leave(ben);
        rate(ben, gigId, 10);
        assertEq(levelOf(taker), 10);
        assertTrue(wallets.wallet(4).validated);
    }

    function test_rateGig_walletWithoutTownIsPaidAtJoining() public {
        uint64 gigId = _fourAndOnePending(10);
        leave(taker);
        rate(ben, gigId, 10);
        assertTrue(wallets.wallet(4).validated);
        assertEq(levelOf(taker), 10);
        assertEq(wallets.wallet(4).carried, 2_240 * CREDIT);
        assertEq(wallets.wallet(4).granted, 2_120 * CREDIT);

        rejoin(taker, here);
        MemberView memory seen = community(here).member(taker.addr);
        assertEq(seen.balance, 2_360 * CREDIT);
        assertEq(seen.granted, 2_240 * CREDIT);
        assertTrue(seen.validated);
        assertEq(seen.spendable, 2_360 * CREDIT);
    }

    function test_rateGig_dormantSkillValidatesTheWallet() public {
        uint64 gigId = _fourAndOnePending(10);
        uint32 art = _relocateToArt();
        SkillSet before = wallets.wallet(4).skills;
        uint256 balance = balanceIn(art, taker);
        vm.recordLogs();
        rate(ben, gigId, 10);
        _assertNoScoreWritten();

        assertTrue(wallets.wallet(4).validated);
        assertEq(SkillSet.unwrap(wallets.wallet(4).skills), SkillSet.unwrap(before));
        MemberView memory seen = community(art).member(taker.addr);
        assertTrue(seen.validated);
        // The grant is for what is active; that skill is locked as before.
        assertEq(seen.balance, balance);
        assertEq(seen.locked, 120);
        assertEq(seen.spendable, balance - 120 * CREDIT);
        assertEq(community(art).state().spenders, 1);

        SkillChoice[] memory skills = oneSkill(TEACHING, 1);
        uint32 elsewhere = found(person("host"), TEACHING, 5);
        vm.prank(taker.addr);
        wallets.relocate(elsewhere, skills, noGigs());
        assertEq(levelOf(taker), 10);
        assertEq(community(elsewhere).member(taker.addr).locked, 0);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_rateGig_validatesAtRoundedMean(uint8[5] memory rates) public {
        uint256 sum;
        for (uint256 i; i < 5; ++i) {
            rates[i] = uint8(bound(rates[i], 1, 10));
            sum += rates[i];
            work(i < 3 ? ada : ben, taker, TEACHING, 1, rates[i]);
        }
        // To the nearest whole; of five rates none ends on a half.
        uint256 level = (sum + 2) / 5;
        assertEq(levelOf(taker), level);
        assertEq(balanceIn(here, taker), (2_000 + 24 * level + 120) * CREDIT);
        assertEq(community(here).member(taker.addr).granted, (2_000 + 24 * level) * CREDIT);
    }
}

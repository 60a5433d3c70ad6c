// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SkillValues} from "../../src/generated/SkillValues.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {Gig, IGigs} from "../../src/interfaces/IGigs.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Ledger, Street} from "../doubles/Street.sol";
import {Person} from "../Town.sol";

/// @title Creating gigs (spec §4.1, §4.3, §4.11)
contract GigsCreateTest is Street {
    function testFuzz_createGig_revertsWithCommitmentRange(uint8 commitment) public {
        if (commitment != 0) commitment = uint8(bound(commitment, 11, 255));
        vm.expectRevert(abi.encodeWithSelector(IGigs.CommitmentRange.selector, commitment));
        _create(creator, TEACHING, commitment, RECORD, 7, 0);
    }

    function test_createGig_revertsWithCommitmentRange() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.CommitmentRange.selector, 0));
        _create(creator, TEACHING, 0, RECORD, 7, 0);
        vm.expectRevert(abi.encodeWithSelector(IGigs.CommitmentRange.selector, 11));
        _create(creator, TEACHING, 11, RECORD, 7, 0);
    }

    function test_createGig_revertsWithDurationRange() public {
        vm.expectRevert(abi.encodeWithSelector(IGigs.DurationRange.selector, 0));
        _create(creator, TEACHING, 1, RECORD, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IGigs.DurationRange.selector, 91));
        _create(creator, TEACHING, 1, RECORD, 91, 0);
        vm.expectRevert(abi.encodeWithSelector(IGigs.DurationRange.selector, 255));
        _create(creator, TEACHING, 1, RECORD, 255, 0);
    }

    function test_createGig_revertsWithEmptyRecord() public {
        vm.expectRevert(IGigs.EmptyRecord.selector);
        _create(creator, TEACHING, 1, 0, 7, 0);
    }

    function testFuzz_createGig_revertsWithUnknownProject(uint32 project) public {
        project = uint32(bound(project, 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IGigs.UnknownProject.selector, project));
        _create(creator, TEACHING, 1, RECORD, 7, project);
    }

    function test_createGig_revertsWithNoWallet() public {
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NoWallet.selector, stranger.addr));
        _create(stranger, TEACHING, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithNoCommunity() public {
        vm.prank(other.addr);
        wallets.leave(noGigs());
        vm.expectRevert(ISkillWallet.NoCommunity.selector);
        _create(other, TEACHING, 1, RECORD, 7, 0);
    }

    function testFuzz_createGig_revertsWithForeignSkill(uint8 skill) public {
        skill = uint8(bound(skill, 12, 255));
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ForeignSkill.selector, skill, 0));
        _create(creator, skill, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithForeignSkillOfALowerTemplate() public {
        Person[3] memory artists = [person("a"), person("b"), person("c")];
        uint32 there = found(artists[0], 12, 5);
        join(artists[1], there, 12, 5);
        join(artists[2], there, 12, 5);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ForeignSkill.selector, 11, 1));
        _create(artists[0], 11, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithCommunityInactive() public {
        vm.prank(other.addr);
        wallets.leave(noGigs());
        vm.expectRevert(abi.encodeWithSelector(ICommunity.CommunityInactive.selector, 2));
        _create(creator, TEACHING, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithNotValidatedOutsideFounding() public {
        validateAll();
        Person memory newcomer = person("newcomer");
        join(newcomer, here, TEACHING, 5);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotValidated.selector, newcomer.addr));
        _create(newcomer, TEACHING, 1, RECORD, 7, 0);
    }

    function test_createGig_returnsToUnvalidatedWhenFoundingReturns() public {
        validateAll();
        Person memory newcomer = person("newcomer");
        join(newcomer, here, TEACHING, 5);
        vm.prank(other.addr);
        wallets.leave(noGigs());
        uint64 gigId = createGig(newcomer, TEACHING, 1);
        assertState(gigId, GigState.Open);
    }

    function test_createGig_revertsWithNotSpendable() public {
        createGig(creator, GARDENING, 1);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotSpendable.selector, 234 * CREDIT, 240 * CREDIT));
        _create(creator, TEACHING, 10, RECORD, 7, 0);
    }

    function test_createGig_spendsAllThatIsSpendable() public {
        createGig(creator, TEACHING, 10);
        assertEq(community(here).member(creator.addr).spendable, 0);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotSpendable.selector, 0, 6 * CREDIT));
        _create(creator, GARDENING, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithTooManyOpenGigs() public {
        uint64 first = createGig(creator, GARDENING, 1);
        for (uint256 i = 1; i < 24; ++i) {
            createGig(creator, GARDENING, 1);
        }
        assertEq(wallets.wallet(creatorId).openGigs, 24);
        vm.expectRevert(ISkillWallet.TooManyOpenGigs.selector);
        _create(creator, GARDENING, 1, RECORD, 7, 0);

        // One less, and there is room for one.
        vm.prank(creator.addr);
        gigs.cancelGig(first);
        createGig(creator, GARDENING, 1);
        vm.expectRevert(ISkillWallet.TooManyOpenGigs.selector);
        _create(creator, GARDENING, 1, RECORD, 7, 0);
    }

    function test_createGig_aReturnToOpenGoesAboveTheLimit() public {
        uint64 taken = createGig(creator, TEACHING, 1);
        accept(creator, taker, taken);
        for (uint256 i; i < 24; ++i) {
            createGig(creator, GARDENING, 1);
        }
        giveUp(taken);
        assertEq(wallets.wallet(creatorId).openGigs, 25);
        vm.expectRevert(ISkillWallet.TooManyOpenGigs.selector);
        _create(creator, GARDENING, 1, RECORD, 7, 0);
        vm.prank(creator.addr);
        gigs.cancelGig(taken);
        vm.expectRevert(ISkillWallet.TooManyOpenGigs.selector);
        _create(creator, GARDENING, 1, RECORD, 7, 0);
    }

    function test_createGig_revertsWithRatingsDue() public {
        uint64 gigId = completedGig();
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.RatingsDue.selector, 1));
        _create(creator, TEACHING, 1, RECORD, 7, 0);
        // It is the creator's duty, not the taker's.
        createGig(taker, TEACHING, 1);
        rate(creator, gigId, 5);
        createGig(creator, TEACHING, 1);
    }

    function test_createGig_revertsWithRatingsDueFromAnotherTown() public {
        uint64 gigId = completedGig();
        Person[3] memory people = [person("a"), person("b"), person("c")];
        uint32 there = found(people[0], TEACHING, 5);
        join(people[1], there, TEACHING, 5);
        vm.prank(creator.addr);
        wallets.relocate(there, noSkills(), noGigs());
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.RatingsDue.selector, 1));
        _create(creator, TEACHING, 1, RECORD, 7, 0);
        rate(creator, gigId, 5);
        uint64 next = createGig(creator, TEACHING, 1);
        assertEq(next, (uint64(there) << 24) + 1);
    }

    function test_createGig_opensAndEscrows() public {
        uint64 expected = (uint64(here) << 24) + 1;
        Ledger memory before = ledger();
        vm.expectEmit(address(community(here)));
        emit IERC20.Transfer(creator.addr, address(gigs), 48 * CREDIT);
        vm.expectEmit(address(gigs));
        emit IGigs.GigCreated(expected, creatorId, GigState.Open, TEACHING, 2, 90, 0, RECORD);
        vm.prank(creator.addr);
        uint64 gigId = gigs.createGig(TEACHING, 2, RECORD, 90, 0);

        assertEq(gigId, expected);
        assertMoved(before, -48, 0, 48, 0, 0);
        Gig memory created;
        created.creator = creatorId;
        created.state = GigState.Open;
        created.skill = TEACHING;
        created.commitment = 2;
        created.durationDays = 90;
        created.since = uint32(vm.getBlockTimestamp());
        assertGig(gigId, created);
        assertEq(gigs.recordOf(gigId), RECORD);
        assertEq(gigs.creditsOf(gigId), 48 * CREDIT);
        assertEq(wallets.wallet(creatorId).openGigs, 1);
        assertEq(wallets.wallet(creatorId).engagements, 0);
        assertEq(community(here).state().gigs, 1);
        assertEq(community(here).state().escrow, 48 * CREDIT);
    }

    function test_createGig_numbersInEachCommunity() public {
        Person[3] memory artists = [person("a"), person("b"), person("c")];
        uint32 there = found(artists[0], 12, 5);
        join(artists[1], there, 12, 5);
        join(artists[2], there, 12, 5);
        assertEq(createGig(creator, TEACHING, 1), (uint64(here) << 24) + 1);
        assertEq(createGig(artists[0], 12, 1), (uint64(there) << 24) + 1);
        assertEq(createGig(taker, TEACHING, 1), (uint64(here) << 24) + 2);
        assertEq(gigs.gig((uint64(there) << 24) + 1).skill, 12);
    }

    function test_createGig_needsNobodyWithTheSkill() public {
        uint64 gigId = createGig(creator, LEGAL, 1);
        assertState(gigId, GigState.Open);
    }

    function testFuzz_createGig_escrowsCommitmentTimesValue(uint8 skill, uint8 commitment, uint8 durationDays) public {
        skill = uint8(bound(skill, 0, 11));
        commitment = uint8(bound(commitment, 1, 10));
        durationDays = uint8(bound(durationDays, 1, 90));
        uint256 credits = uint256(skill < 4 ? 12 : skill < 8 ? 24 : 6) * commitment;
        assertEq(SkillValues.valueOf(skill) * commitment, credits);
        Ledger memory before = ledger();
        uint64 gigId = _create(creator, skill, commitment, RECORD, durationDays, 0);
        assertMoved(before, -int256(credits), 0, int256(credits), 0, 0);
        assertEq(gigs.creditsOf(gigId), credits * CREDIT);
        assertEq(gigs.gig(gigId).durationDays, durationDays);
    }

    function test_views_unknownGig() public {
        bytes memory unknown = abi.encodeWithSelector(IGigs.UnknownGig.selector, 1);
        vm.expectRevert(unknown);
        gigs.gig(1);
        vm.expectRevert(unknown);
        gigs.creditsOf(1);
        vm.expectRevert(unknown);
        gigs.codeDigest(1, creatorId, 0);
        assertEq(gigs.recordOf(1), 0);
        assertEq(gigs.bannedUntil(creatorId, takerId), 0);
    }

    function _create(
        Person memory who,
        uint8 skill,
        uint8 commitment,
        bytes32 record,
        uint8 durationDays,
        uint32 project
    ) private returns (uint64) {
        vm.prank(who.addr);
        return gigs.createGig(skill, commitment, record, durationDays, project);
    }
}

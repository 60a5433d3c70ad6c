// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {stdError} from "forge-std/Test.sol";
import {Baggage, CommunityView, ICommunity, MemberView} from "../../src/interfaces/ICommunity.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause} from "../../src/types/Enums.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Built} from "../Built.sol";

/// @title One community with stand-ins for the contracts that may call it: accounts at their limits (spec §2.5, §3, §6.3)
contract CommunityTest is Built {
    uint256 private constant CREDIT = 1e18;
    uint8 private constant LEGAL = 4;
    bytes32 private constant KEY = keccak256("key");

    address private registry = makeAddr("registry");
    address private skillWallet = makeAddr("skill wallet");
    address private gigs = makeAddr("gigs");
    ICommunity private implementation;
    ICommunity private here;
    /// Legal at level 5: a target of 2,120 credits.
    SkillSet private skills;

    function setUp() public {
        implementation =
            ICommunity(deployBuilt("Community", abi.encode(makeAddr("forwarder"), registry, skillWallet, gigs)));
        here = ICommunity(Clones.clone(address(implementation)));
        vm.prank(registry);
        here.initialize(7, 0, 1, KEY, 3);
        skills = skills.with(0, LEGAL, 5, true);
        vm.mockCall(skillWallet, abi.encodeWithSelector(ISkillWallet.startRound.selector), abi.encode(false));
    }

    function _owner(uint256 i) private pure returns (address) {
        return address(uint160(0xa000 + i));
    }

    function _admit(uint256 i, uint256 carried, uint256 granted) private returns (uint96 left) {
        vm.prank(skillWallet);
        return
            here.admit(_owner(i), uint32(i), skills, true, Baggage(uint96(carried), uint80(granted), uint80(carried)));
    }

    /// @dev Members with more carried than a seat's part of the vault: each takes that part, validated, nothing owed.
    function _admitRich(uint256 n) private {
        for (uint256 i = 1; i <= n; ++i) {
            _admit(i, 96_000 * CREDIT, 2_120 * CREDIT);
        }
    }

    function _settle(uint256 i) private {
        vm.prank(skillWallet);
        here.update(_owner(i), skills, skills, true, false, ScoreCause.LevelAdjusted);
    }

    function _expel(uint256 i) private returns (uint80 returned, uint80 granted) {
        vm.prank(skillWallet);
        return here.expel(_owner(i), skills);
    }

    function _transfer(uint256 from, uint256 to, uint256 value) private {
        vm.prank(_owner(from));
        here.transfer(_owner(to), value);
    }

    function _assertConserved(uint256 members) private view {
        uint256 sum = here.balanceOf(address(here)) + here.balanceOf(gigs) + here.balanceOf(here.treasuryAccount());
        for (uint256 i = 1; i <= members; ++i) {
            sum += here.balanceOf(_owner(i));
        }
        assertEq(sum, 96_000 * CREDIT);
    }

    function test_initialize_revertsWithInitialized() public {
        vm.expectRevert(ICommunity.Initialized.selector);
        vm.prank(registry);
        here.initialize(8, 1, 2, KEY, 0);
    }

    function test_initialize_revertsWithInitializedOnImplementation() public {
        vm.expectRevert(ICommunity.Initialized.selector);
        vm.prank(registry);
        implementation.initialize(1, 0, 1, KEY, 0);
        assertEq(implementation.balanceOf(address(implementation)), 0);
    }

    function testFuzz_initialize_revertsWithUnauthorized(address caller) public {
        vm.assume(caller != registry);
        ICommunity fresh = ICommunity(Clones.clone(address(implementation)));
        vm.expectRevert(abi.encodeWithSelector(ICommunity.Unauthorized.selector, caller));
        vm.prank(caller);
        fresh.initialize(8, 1, 2, KEY, 0);
    }

    function test_initialize_createsSupplyOnce() public {
        ICommunity fresh = ICommunity(Clones.clone(address(implementation)));
        address treasury = fresh.treasuryAccount();
        vm.expectEmit(address(fresh));
        emit IERC20.Transfer(address(0), address(fresh), 96_000 * CREDIT);
        vm.expectEmit(address(fresh));
        emit IERC20.Transfer(address(fresh), treasury, 2_000 * CREDIT);
        vm.prank(registry);
        fresh.initialize(9, 2, 11, KEY, 4);

        CommunityView memory seen = fresh.state();
        assertEq(seen.id, 9);
        assertEq(seen.template, 2);
        assertEq(seen.founder, 11);
        assertEq(seen.key, KEY);
        assertEq(seen.release, 4);
        assertEq(seen.members, 0);
        assertEq(seen.score, 0);
        assertTrue(seen.founding);
        assertFalse(seen.active);
        assertEq(seen.vault, 94_000 * CREDIT);
        assertEq(seen.treasury, 2_000 * CREDIT);
        assertEq(fresh.balanceOf(address(fresh)), 94_000 * CREDIT);
        assertEq(fresh.balanceOf(treasury), 2_000 * CREDIT);
        assertEq(fresh.totalSupply(), 96_000 * CREDIT);
        assertEq(fresh.name(), "DiTo credits");
        assertEq(fresh.symbol(), "DITO");
        assertEq(fresh.decimals(), 18);
    }

    function testFuzz_walletFunctions_revertWithUnauthorized(address caller) public {
        vm.assume(caller != skillWallet);
        bytes memory reason = abi.encodeWithSelector(ICommunity.Unauthorized.selector, caller);
        _admit(1, 0, 0);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        here.admit(caller, 2, skills, true, Baggage(0, 0, 0));
        vm.expectRevert(reason);
        here.expel(_owner(1), skills);
        vm.expectRevert(reason);
        here.update(_owner(1), skills, skills, true, true, ScoreCause.LevelAdjusted);
        vm.expectRevert(reason);
        here.claim(_owner(1), 1);
        vm.expectRevert(reason);
        here.rekey(_owner(1), caller);
        vm.stopPrank();
    }

    function testFuzz_gigFunctions_revertWithUnauthorized(address caller) public {
        vm.assume(caller != gigs);
        bytes memory reason = abi.encodeWithSelector(ICommunity.Unauthorized.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        here.escrow(caller, LEGAL, CREDIT);
        vm.expectRevert(reason);
        here.refund(caller, CREDIT);
        vm.expectRevert(reason);
        here.pay(caller, CREDIT);
        vm.expectRevert(reason);
        here.split(caller, caller, CREDIT);
        vm.stopPrank();
    }

    function test_admit_seatTakesItsPartOfTheVaultAtMost() public {
        uint256 vault = 94_000 * CREDIT;
        for (uint256 i = 1; i <= 24; ++i) {
            uint256 room = vault / (25 - i);
            assertEq(_admit(i, 96_000 * CREDIT, 2_120 * CREDIT), 96_000 * CREDIT - room);
            assertEq(here.balanceOf(_owner(i)), room);
            vault -= room;
        }
        assertEq(here.balanceOf(address(here)), 0);
        _assertConserved(24);
        vm.expectRevert(ICommunity.CommunityFull.selector);
        vm.prank(skillWallet);
        here.admit(_owner(25), 25, skills, true, Baggage(0, 0, 0));
    }

    function test_admit_neverFailsForWantOfCredits() public {
        _admitRich(24);
        // One leaves with nothing, so that nothing is in the vault.
        _transfer(24, 1, here.balanceOf(_owner(24)));
        _expel(24);
        assertEq(_admit(30, 500 * CREDIT, 0), 500 * CREDIT);
        MemberView memory seen = here.member(_owner(30));
        assertEq(seen.balance, 0);
        assertEq(seen.granted, 0);

        // The rest of the grant comes with later settlings, as far as the vault can.
        vm.recordLogs();
        _settle(30);
        assertEq(vm.getRecordedLogs().length, 0);
        _transfer(1, 2, here.balanceOf(_owner(1)) - 100 * CREDIT);
        _expel(1);
        vm.expectEmit(address(here));
        emit ICommunity.GrantChanged(30, 100 * CREDIT);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(address(here), _owner(30), 100 * CREDIT);
        _settle(30);
        assertEq(here.balanceOf(address(here)), 0);
        _expel(2);
        _settle(30);
        _settle(30);
        assertEq(here.member(_owner(30)).balance, 2_120 * CREDIT);
        assertEq(here.member(_owner(30)).granted, 2_120 * CREDIT);
    }

    function test_admit_returnsGrantFromWhatWasUnlocked() public {
        vm.expectEmit(address(here));
        emit ICommunity.MemberJoined(1, _owner(1), skills, 500 * CREDIT, 0, 500 * CREDIT);
        assertEq(_admit(1, 500 * CREDIT, 2_720 * CREDIT), 0);
        assertEq(here.balanceOf(_owner(1)), 0);
        assertEq(here.member(_owner(1)).granted, 2_220 * CREDIT);
        assertEq(here.balanceOf(address(here)), 94_000 * CREDIT);
    }

    function testFuzz_admitAndExpel_conserve(uint96 carried, uint80 granted) public {
        carried = uint96(bound(carried, 0, 200_000 * CREDIT));
        granted = uint80(bound(granted, 0, 2_720 * CREDIT));
        uint96 left = _admit(1, carried, granted);
        MemberView memory seen = here.member(_owner(1));
        _assertConserved(1);
        // What came in is either here or still carried, but for what the grant moved.
        assertEq(seen.balance + left + granted, carried + seen.granted);
        (uint80 returned, uint80 kept) = _expel(1);
        assertEq(returned, seen.balance);
        assertEq(kept, seen.granted);
        assertEq(here.balanceOf(address(here)), 94_000 * CREDIT);
    }

    function test_claim_leavesTheReserve() public {
        _admitRich(22);
        // 2 free seats and the treasury account: 2 × 2,720 + 1,840 of 7,833.33.
        uint256 above = here.balanceOf(address(here)) - 7_280 * CREDIT;
        uint256[4] memory expected = [240 * CREDIT, 240 * CREDIT, above - 480 * CREDIT, 0];
        for (uint256 i; i < 4; ++i) {
            vm.prank(skillWallet);
            assertEq(here.claim(_owner(1), 1_000 * CREDIT), expected[i]);
        }
        assertEq(here.balanceOf(address(here)), 7_280 * CREDIT);
        _assertConserved(22);
    }

    function test_claim_takesNoMoreThanWanted() public {
        _admit(1, 0, 0);
        vm.prank(skillWallet);
        assertEq(here.claim(_owner(1), 7), 7);
        assertEq(here.balanceOf(_owner(1)), 2_120 * CREDIT + 7);
    }

    function test_update_returnsAsFarAsTheMemberCan() public {
        _admitRich(3);
        uint256 rest = 30 * CREDIT;
        _transfer(1, 2, here.balanceOf(_owner(1)) - rest);
        SkillSet lower = SkillSet.wrap(0).with(0, LEGAL, 1, true);
        vm.expectEmit(address(here));
        emit ICommunity.GrantChanged(1, 2_090 * CREDIT);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(_owner(1), address(here), rest);
        vm.prank(skillWallet);
        here.update(_owner(1), skills, lower, true, false, ScoreCause.LevelAdjusted);
        assertEq(here.balanceOf(_owner(1)), 0);
        assertEq(here.member(_owner(1)).granted, 2_090 * CREDIT);
        _assertConserved(3);
    }

    function test_rekey_revertsWithNotMember() public {
        _admit(1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotMember.selector, _owner(2)));
        vm.prank(skillWallet);
        here.rekey(_owner(2), _owner(3));
    }

    function test_rekey_revertsWithAddressTaken() public {
        _admit(1, 0, 0);
        _admit(2, 0, 0);
        address[6] memory taken = [_owner(2), _owner(1), address(0), address(here), gigs, here.treasuryAccount()];
        for (uint256 i; i < taken.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICommunity.AddressTaken.selector, taken[i]));
            vm.prank(skillWallet);
            here.rekey(_owner(1), taken[i]);
        }
    }

    function test_rekey_movesEverything() public {
        _admitRich(3);
        MemberView memory before = here.member(_owner(1));
        CommunityView memory town = here.state();
        vm.expectEmit(address(here));
        emit IERC20.Transfer(_owner(1), _owner(9), before.balance);
        vm.expectEmit(address(here));
        emit ICommunity.MemberRekeyed(1, _owner(1), _owner(9));
        vm.prank(skillWallet);
        here.rekey(_owner(1), _owner(9));

        assertEq(abi.encode(here.member(_owner(9))), abi.encode(before));
        assertEq(abi.encode(here.state()), abi.encode(town));
        assertEq(here.balanceOf(_owner(1)), 0);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotMember.selector, _owner(1)));
        here.member(_owner(1));
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotMember.selector, _owner(1)));
        vm.prank(_owner(1));
        here.transfer(_owner(2), 0);

        _transfer(9, 2, CREDIT);
        (uint80 returned,) = _expel(9);
        assertEq(returned, before.balance - CREDIT);
    }

    function test_escrow_revertsWithForeignSkill() public {
        _admitRich(3);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ForeignSkill.selector, 12, 0));
        vm.prank(gigs);
        here.escrow(_owner(1), 12, CREDIT);
    }

    function test_escrow_revertsWithCommunityInactive() public {
        _admitRich(2);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.CommunityInactive.selector, 2));
        vm.prank(gigs);
        here.escrow(_owner(1), LEGAL, CREDIT);
    }

    function test_escrow_revertsWithNotSpendable() public {
        _admitRich(3);
        uint256 balance = here.balanceOf(_owner(1));
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotSpendable.selector, balance, balance + 1));
        vm.prank(gigs);
        here.escrow(_owner(1), LEGAL, balance + 1);
    }

    function test_escrow_numbersGigsAndRefundReturns() public {
        _admitRich(3);
        uint256 balance = here.balanceOf(_owner(1));
        for (uint24 i = 1; i <= 3; ++i) {
            vm.expectEmit(address(here));
            emit IERC20.Transfer(_owner(1), gigs, 24 * CREDIT);
            vm.prank(gigs);
            (uint24 number, uint16 release) = here.escrow(_owner(1), LEGAL, 24 * CREDIT);
            assertEq(number, i);
            assertEq(release, 3);
        }
        assertEq(here.balanceOf(gigs), 72 * CREDIT);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(gigs, _owner(1), 72 * CREDIT);
        vm.prank(gigs);
        here.refund(_owner(1), 72 * CREDIT);
        assertEq(here.balanceOf(gigs), 0);
        assertEq(here.balanceOf(_owner(1)), balance);
    }

    function test_refund_revertsBeyondTheEscrow() public {
        _admitRich(3);
        vm.startPrank(gigs);
        here.escrow(_owner(1), LEGAL, CREDIT);
        vm.expectRevert(stdError.arithmeticError);
        here.refund(_owner(1), CREDIT + 1);
        vm.stopPrank();
    }

    function _payGig(uint256 creator, uint256 taker, uint256 credits) private returns (bool due) {
        vm.startPrank(gigs);
        here.escrow(_owner(creator), LEGAL, credits);
        due = here.pay(_owner(taker), credits);
        vm.stopPrank();
    }

    function test_pay_distributionIsDueFromFairShareOn() public {
        _admitRich(3);
        address treasury = here.treasuryAccount();
        for (uint256 i; i < 7; ++i) {
            assertFalse(_payGig(1 + i % 2, 3, 240 * CREDIT));
        }
        assertEq(here.balanceOf(treasury), 3_680 * CREDIT);
        assertFalse(_payGig(1, 3, 156 * CREDIT));
        assertEq(here.balanceOf(treasury), 3_836 * CREDIT);
        uint256 vault = here.balanceOf(address(here));

        vm.startPrank(gigs);
        here.escrow(_owner(1), LEGAL, 240 * CREDIT);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(gigs, _owner(3), 240 * CREDIT);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(address(here), treasury, 240 * CREDIT);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(treasury, address(here), 2_076 * CREDIT);
        vm.expectEmit(address(here));
        emit ICommunity.DistributionDue(0, 2_076 * CREDIT);
        assertTrue(here.pay(_owner(3), 240 * CREDIT));
        vm.stopPrank();
        assertEq(here.balanceOf(treasury), 2_000 * CREDIT);
        assertEq(here.balanceOf(address(here)), vault + 1_836 * CREDIT);
        assertTrue(here.member(_owner(3)).completedGigHere);
        assertFalse(here.member(_owner(1)).completedGigHere);
        _assertConserved(3);
    }

    function test_pay_emptyVaultPaysTheTakerAllTheSame() public {
        _admitRich(24);
        uint256 balance = here.balanceOf(_owner(2));
        assertFalse(_payGig(1, 2, 240 * CREDIT));
        assertEq(here.balanceOf(_owner(2)), balance + 240 * CREDIT);
        assertEq(here.balanceOf(here.treasuryAccount()), 2_000 * CREDIT);
        _assertConserved(24);
    }

    function test_pay_asksForRoundOnlyWhenCrossing() public {
        // Each has 3,916.66 at first.
        _admitRich(3);
        bytes memory ask = abi.encodeWithSelector(ISkillWallet.startRound.selector, uint32(7));
        vm.expectCall(skillWallet, ask, 1);
        _payGig(1, 2, 240 * CREDIT);
        _transfer(2, 1, 400 * CREDIT);
        _payGig(1, 2, 24 * CREDIT);
        _payGig(1, 2, 240 * CREDIT);
        _payGig(1, 2, 24 * CREDIT);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Transfers of credits (spec §2.4, §3.8)
contract CommunityTransfersTest is Neighbourhood {
    ICommunity private here;
    uint32 private hereId;
    Person private ada;
    Person private ben;
    /// Not validated.
    Person private dora;
    address private outsider = makeAddr("outsider");

    function setUp() public override {
        super.setUp();
        Person[] memory them;
        (hereId, them) = validatedTown("resident");
        (ada, ben, dora) = (them[0], them[1], person("dora"));
        join(dora, hereId, TEACHING, 5);
        here = community(hereId);
    }

    function _expectRefused(address from, address to, uint256 value, bytes memory reason) private {
        uint256 before = here.balanceOf(from);
        uint256 beforeTo = here.balanceOf(to);
        vm.expectRevert(reason);
        vm.prank(from);
        here.transfer(to, value);

        vm.prank(from);
        here.approve(outsider, value);
        vm.expectRevert(reason);
        vm.prank(outsider);
        here.transferFrom(from, to, value);
        assertEq(here.balanceOf(from), before);
        assertEq(here.balanceOf(to), beforeTo);
        // A refused transfer uses up no allowance.
        assertEq(here.allowance(from, outsider), value);
    }

    function test_transfer_revertsWithNotMemberForOutsiders() public {
        _expectRefused(outsider, ada.addr, 0, abi.encodeWithSelector(ICommunity.NotMember.selector, outsider));
        Person memory neighbour = person("neighbour");
        uint32 elsewhere = found(neighbour, TEACHING, 5);
        address[8] memory notHere = [
            outsider,
            address(0),
            address(here),
            address(gigs),
            here.treasuryAccount(),
            address(registry),
            neighbour.addr,
            address(community(elsewhere))
        ];
        for (uint256 i; i < notHere.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(ICommunity.NotMember.selector, notHere[i]);
            _expectRefused(ada.addr, notHere[i], CREDIT, reason);
            _expectRefused(ada.addr, notHere[i], 0, reason);
        }
    }

    function test_transfer_revertsWithNotMemberAfterLeaving() public {
        leave(dora);
        _expectRefused(ada.addr, dora.addr, 1, abi.encodeWithSelector(ICommunity.NotMember.selector, dora.addr));
        _expectRefused(dora.addr, ada.addr, 0, abi.encodeWithSelector(ICommunity.NotMember.selector, dora.addr));
    }

    function test_transfer_revertsWithNotValidated() public {
        bytes memory reason = abi.encodeWithSelector(ICommunity.NotValidated.selector, dora.addr);
        _expectRefused(dora.addr, ada.addr, 1, reason);
        _expectRefused(dora.addr, ada.addr, 0, reason);
        _expectRefused(dora.addr, dora.addr, 1, reason);
    }

    function test_transfer_revertsWithNotSpendable() public {
        uint256 balance = here.balanceOf(ada.addr);
        bytes memory reason = abi.encodeWithSelector(ICommunity.NotSpendable.selector, balance, balance + 1);
        _expectRefused(ada.addr, ben.addr, balance + 1, reason);
        _expectRefused(ada.addr, ada.addr, balance + 1, reason);
        reason = abi.encodeWithSelector(ICommunity.NotSpendable.selector, balance, type(uint256).max);
        _expectRefused(ada.addr, ben.addr, type(uint256).max, reason);
    }

    function test_transfer_revertsWithNotSpendableForLockedCredits() public {
        SkillChoice[] memory skills = twoSkills(TEACHING, 5, LEGAL, 10);
        vm.prank(ada.addr);
        wallets.changeSkills(skills);
        assertEq(here.balanceOf(ada.addr), 2_360 * CREDIT);
        bytes memory reason =
            abi.encodeWithSelector(ICommunity.NotSpendable.selector, 2_120 * CREDIT, 2_120 * CREDIT + 1);
        _expectRefused(ada.addr, ben.addr, 2_120 * CREDIT + 1, reason);
        transfer(hereId, ada, ben, 2_120);
        assertEq(here.balanceOf(ada.addr), 240 * CREDIT);
    }

    function test_transfer_movesAllOfItToAnUnvalidatedMember() public {
        uint256 balance = here.balanceOf(ada.addr);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(ada.addr, dora.addr, balance);
        vm.prank(ada.addr);
        assertTrue(here.transfer(dora.addr, balance));
        assertEq(here.balanceOf(ada.addr), 0);
        assertEq(here.balanceOf(dora.addr), 2_120 * CREDIT + balance);
        // What an unvalidated member was given is spendable down to granted − 240.
        assertEq(spendableIn(hereId, dora), balance + 240 * CREDIT);
    }

    function test_transfer_toOneselfChangesNothing() public {
        uint256 balance = here.balanceOf(ada.addr);
        uint8 spenders = here.state().spenders;
        vm.expectEmit(address(here));
        emit IERC20.Transfer(ada.addr, ada.addr, balance);
        vm.prank(ada.addr);
        assertTrue(here.transfer(ada.addr, balance));
        assertEq(here.balanceOf(ada.addr), balance);
        assertEq(here.state().spenders, spenders);
    }

    function test_transfer_zeroIsATransfer() public {
        vm.expectEmit(address(here));
        emit IERC20.Transfer(ada.addr, ben.addr, 0);
        vm.prank(ada.addr);
        assertTrue(here.transfer(ben.addr, 0));
    }

    function test_transferFrom_revertsWithAllowanceExceeded() public {
        vm.expectRevert(abi.encodeWithSelector(ICommunity.AllowanceExceeded.selector, 0, 1));
        vm.prank(outsider);
        here.transferFrom(ada.addr, ben.addr, 1);

        // Owning the credits is no allowance, and an allowance is for its spender.
        vm.prank(ada.addr);
        here.approve(ben.addr, 10);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.AllowanceExceeded.selector, 0, 1));
        vm.prank(ada.addr);
        here.transferFrom(ada.addr, ben.addr, 1);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.AllowanceExceeded.selector, 10, 11));
        vm.prank(ben.addr);
        here.transferFrom(ada.addr, ben.addr, 11);
    }

    function test_transferFrom_usesTheAllowance() public {
        vm.expectEmit(address(here));
        emit IERC20.Approval(ada.addr, outsider, 10);
        vm.prank(ada.addr);
        assertTrue(here.approve(outsider, 10));
        uint256 before = here.balanceOf(ben.addr);
        vm.expectEmit(address(here));
        emit IERC20.Transfer(ada.addr, ben.addr, 4);
        vm.prank(outsider);
        assertTrue(here.transferFrom(ada.addr, ben.addr, 4));
        assertEq(here.allowance(ada.addr, outsider), 6);
        assertEq(here.balanceOf(ben.addr), before + 4);

        vm.prank(ada.addr);
        here.approve(outsider, 0);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.AllowanceExceeded.selector, 0, 1));
        vm.prank(outsider);
        here.transferFrom(ada.addr, ben.addr, 1);
    }

    function test_transferFrom_greatestAllowanceIsNotUsedUp() public {
        vm.prank(ada.addr);
        here.approve(ben.addr, type(uint256).max);
        vm.prank(ben.addr);
        here.transferFrom(ada.addr, ben.addr, CREDIT);
        assertEq(here.allowance(ada.addr, ben.addr), type(uint256).max);
    }

    function testFuzz_transfer_conserves(uint256 value, bool back) public {
        value = bound(value, 0, here.balanceOf(ada.addr));
        uint256 sum = here.balanceOf(ada.addr) + here.balanceOf(ben.addr);
        vm.prank(ada.addr);
        here.transfer(ben.addr, value);
        if (back) {
            vm.prank(ben.addr);
            here.transfer(ada.addr, value);
        }
        assertEq(here.balanceOf(ada.addr) + here.balanceOf(ben.addr), sum);
        assertEq(here.balanceOf(ben.addr), 2_120 * CREDIT + (back ? 0 : value));
    }
}

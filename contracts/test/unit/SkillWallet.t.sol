// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IERC5192} from "../../src/interfaces/IERC5192.sol";
import {ISkillWallet, SkillChoice, WalletView} from "../../src/interfaces/ISkillWallet.sol";
import {SkillSet} from "../../src/types/SkillSet.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Creation of Skill Wallets, the soulbound token, keys (spec §2.1, §2.8, §3.3)
contract SkillWalletTest is Neighbourhood {
    uint256 private constant MAX_WALLETS = type(uint32).max;

    Person private ada;
    Person private newcomer;
    uint32 private here;

    function setUp() public override {
        super.setUp();
        ada = person("ada");
        newcomer = person("newcomer");
        here = found(ada, TEACHING, 5);
    }

    function _expectRefused(SkillChoice[] memory skills, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(newcomer.addr);
        wallets.createAndJoin(here, skills, keccak256("key"), 0);
        assertEq(wallets.walletOf(newcomer.addr), 0);
        assertEq(wallets.totalSupply(), 1);
    }

    function test_createAndJoin_revertsWithSkillCount() public {
        _expectRefused(noSkills(), abi.encodeWithSelector(ISkillWallet.SkillCount.selector, 0));
        SkillChoice[] memory four = new SkillChoice[](4);
        for (uint8 i; i < 4; ++i) {
            four[i] = SkillChoice(i, 1);
        }
        _expectRefused(four, abi.encodeWithSelector(ISkillWallet.SkillCount.selector, 4));
    }

    function test_createAndJoin_revertsWithDuplicateSkill() public {
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.DuplicateSkill.selector, LEGAL);
        _expectRefused(twoSkills(LEGAL, 1, LEGAL, 2), reason);
        SkillChoice[] memory three = new SkillChoice[](3);
        (three[0], three[1], three[2]) = (SkillChoice(LEGAL, 1), SkillChoice(TEACHING, 1), SkillChoice(LEGAL, 1));
        _expectRefused(three, reason);
    }

    function test_createAndJoin_revertsWithForeignSkill() public {
        // All of another template than the town's.
        _expectRefused(oneSkill(MUSIC, 5), abi.encodeWithSelector(ICommunity.ForeignSkill.selector, MUSIC, 0));
        // Mixed, in either order.
        _expectRefused(
            twoSkills(TEACHING, 5, MUSIC, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, MUSIC, 0)
        );
        _expectRefused(
            twoSkills(MUSIC, 5, TEACHING, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, TEACHING, 1)
        );
        // Not in the catalogue.
        _expectRefused(oneSkill(36, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, 36, 3));
        _expectRefused(oneSkill(255, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, 255, 21));
        _expectRefused(
            twoSkills(TEACHING, 5, 255, 5), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, 255, 0)
        );
    }

    function test_createAndJoin_revertsWithLevelRange() public {
        _expectRefused(oneSkill(TEACHING, 0), abi.encodeWithSelector(ISkillWallet.LevelRange.selector, 0));
        _expectRefused(oneSkill(TEACHING, 11), abi.encodeWithSelector(ISkillWallet.LevelRange.selector, 11));
        // Would fit the four bits of a level if it were cut.
        _expectRefused(oneSkill(TEACHING, 17), abi.encodeWithSelector(ISkillWallet.LevelRange.selector, 17));
        _expectRefused(twoSkills(TEACHING, 1, LEGAL, 0), abi.encodeWithSelector(ISkillWallet.LevelRange.selector, 0));
    }

    function test_createAndJoin_revertsWithEmptyKey() public {
        SkillChoice[] memory skills = oneSkill(TEACHING, 5);
        vm.expectRevert(ISkillWallet.EmptyKey.selector);
        vm.prank(newcomer.addr);
        wallets.createAndJoin(here, skills, 0, keccak256("profile"));
    }

    function test_createAndJoin_revertsWithUnknownCommunity() public {
        SkillChoice[] memory skills = oneSkill(TEACHING, 5);
        uint32[3] memory unknown = [0, here + 1, type(uint32).max];
        for (uint256 i; i < unknown.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISkillWallet.UnknownCommunity.selector, unknown[i]));
            vm.prank(newcomer.addr);
            wallets.createAndJoin(unknown[i], skills, keccak256("key"), 0);
        }
    }

    function test_createAndJoin_revertsWithWalletExists() public {
        SkillChoice[] memory skills = oneSkill(TEACHING, 5);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.WalletExists.selector, 1));
        vm.prank(ada.addr);
        wallets.createAndJoin(here, skills, keccak256("key"), 0);

        // Not after leaving either: an address has one wallet for ever.
        leave(ada);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.WalletExists.selector, 1));
        vm.prank(ada.addr);
        wallets.createAndJoin(here, skills, keccak256("key"), 0);
    }

    function test_createAndJoin_createsWalletOfTheCaller() public {
        SkillChoice[] memory skills = twoSkills(TEACHING, 10, GARDENING, 3);
        SkillSet chosen = SkillSet.wrap(0).with(0, TEACHING, 10, false).with(1, GARDENING, 3, false);
        address town = address(community(here));
        uint256 grant = (2_000 + 240 + 18) * CREDIT;

        vm.expectEmit(address(wallets));
        emit IERC721.Transfer(address(0), newcomer.addr, 2);
        vm.expectEmit(address(wallets));
        emit IERC5192.Locked(2);
        vm.expectEmit(address(wallets));
        emit ISkillWallet.WalletCreated(2, newcomer.addr, keccak256("key"), keccak256("profile"));
        vm.expectEmit(address(wallets));
        emit ISkillWallet.SkillsChanged(2, chosen);
        vm.expectEmit(town);
        emit ICommunity.MemberJoined(2, newcomer.addr, chosen, 0, grant, 0);
        vm.prank(newcomer.addr);
        uint32 walletId = wallets.createAndJoin(here, skills, keccak256("key"), keccak256("profile"));

        assertEq(walletId, 2);
        assertEq(wallets.walletOf(newcomer.addr), 2);
        assertEq(wallets.ownerOf(2), newcomer.addr);
        assertEq(wallets.balanceOf(newcomer.addr), 1);
        assertEq(wallets.totalSupply(), 2);
        WalletView memory seen = wallets.wallet(2);
        assertEq(seen.owner, newcomer.addr);
        assertEq(seen.communityId, here);
        assertEq(SkillSet.unwrap(seen.skills), SkillSet.unwrap(chosen));
        assertFalse(seen.validated);
        assertEq(seen.skillsChangedAt, 0);
        assertEq(seen.carried, 0);
        assertEq(seen.granted, 0);
        assertEq(seen.messagingKey, keccak256("key"));
        assertEq(seen.profile, keccak256("profile"));
        assertEq(balanceIn(here, newcomer), grant);
        assertEq(community(here).member(newcomer.addr).granted, grant);
        assertEq(community(here).member(newcomer.addr).locked, 258);
    }

    function test_createAndJoin_threeHighestSkillsAreGranted2720() public {
        SkillChoice[] memory three = new SkillChoice[](3);
        (three[0], three[1], three[2]) = (SkillChoice(4, 10), SkillChoice(5, 10), SkillChoice(6, 10));
        vm.prank(newcomer.addr);
        wallets.createAndJoin(here, three, keccak256("key"), 0);
        assertEq(balanceIn(here, newcomer), 2_720 * CREDIT);
        assertEq(wallets.wallet(2).skills.count(), 3);
    }

    function testFuzz_createAndJoin_grantIsComputedFromSkills(uint8 skill, uint8 level) public {
        skill = uint8(bound(skill, 0, 11));
        level = uint8(bound(level, 1, 10));
        uint256[3] memory values = [uint256(12), 24, 6];
        join(newcomer, here, skill, level);
        assertEq(balanceIn(here, newcomer), (2_000 + values[skill / 4] * level) * CREDIT);
        assertEq(vaultOf(here) + balanceIn(here, ada) + balanceIn(here, newcomer), 94_000 * CREDIT);
    }

    function testFuzz_functionsOfOtherContracts_revertWithUnauthorized(address caller) public {
        vm.assume(caller != address(gigs) && caller != address(registry) && caller != address(community(here)));
        vm.assume(caller != address(forwarder));
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.Unauthorized.selector, caller);
        SkillChoice[] memory skills = oneSkill(TEACHING, 5);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        wallets.enterAsFounder(newcomer.addr, here, skills, keccak256("key"), 0);
        vm.expectRevert(reason);
        wallets.gigOpened(ada.addr);
        vm.expectRevert(reason);
        wallets.gigClosed(1);
        vm.expectRevert(reason);
        wallets.gigEngaged(1, 1, here, TEACHING);
        vm.expectRevert(reason);
        wallets.gigReopened(1, 1, true);
        vm.expectRevert(reason);
        wallets.gigCompleted(1, 1, TEACHING);
        vm.expectRevert(reason);
        wallets.gigSettled(1, 1);
        vm.expectRevert(reason);
        wallets.gigRated(ada.addr, 1, 1, TEACHING, 10);
        vm.expectRevert(reason);
        wallets.startRound(here);
        vm.stopPrank();
    }

    function test_functionsOfOtherContracts_areNotInterchangeable() public {
        SkillChoice[] memory skills = oneSkill(TEACHING, 5);
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.Unauthorized.selector, address(gigs)));
        vm.prank(address(gigs));
        wallets.enterAsFounder(newcomer.addr, here, skills, keccak256("key"), 0);

        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.Unauthorized.selector, address(registry)));
        vm.prank(address(registry));
        wallets.gigOpened(ada.addr);
    }

    function test_startRound_revertsWithUnauthorizedForAnotherCommunity() public {
        uint32 elsewhere = found(newcomer, TEACHING, 5);
        address other = address(community(elsewhere));
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.Unauthorized.selector, other));
        vm.prank(other);
        wallets.startRound(here);
    }

    function test_acts_revertWithNoWallet() public {
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.NoWallet.selector, newcomer.addr);
        SkillChoice[] memory skills = oneSkill(TEACHING, 5);
        uint64[] memory none = noGigs();
        vm.startPrank(newcomer.addr);
        vm.expectRevert(reason);
        wallets.join(here, skills);
        vm.expectRevert(reason);
        wallets.leave(none);
        vm.expectRevert(reason);
        wallets.relocate(here, skills, none);
        vm.expectRevert(reason);
        wallets.changeSkills(skills);
        vm.expectRevert(reason);
        wallets.claimCarried();
        vm.expectRevert(reason);
        wallets.setMessagingKey(keccak256("other"));
        vm.expectRevert(reason);
        wallets.setProfile(keccak256("other"));
        vm.stopPrank();
    }

    function testFuzz_transfersAndApprovals_revertWithSoulbound(address caller, address to, uint256 id) public {
        vm.startPrank(caller);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.approve(to, id);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.setApprovalForAll(to, true);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.transferFrom(ada.addr, to, id);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.safeTransferFrom(ada.addr, to, id);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.safeTransferFrom(ada.addr, to, id, "");
        vm.stopPrank();
        assertFalse(wallets.isApprovedForAll(ada.addr, to));
    }

    function test_transfersAndApprovals_revertWithSoulboundForOwner() public {
        vm.startPrank(ada.addr);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.transferFrom(ada.addr, newcomer.addr, 1);
        vm.expectRevert(ISkillWallet.Soulbound.selector);
        wallets.approve(newcomer.addr, 1);
        vm.stopPrank();
        assertEq(wallets.ownerOf(1), ada.addr);
        assertEq(wallets.getApproved(1), address(0));
    }

    function testFuzz_views_revertWithUnknownWallet(uint256 id) public {
        id = id == 1 ? 0 : id;
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.UnknownWallet.selector, id);
        vm.expectRevert(reason);
        wallets.ownerOf(id);
        vm.expectRevert(reason);
        wallets.getApproved(id);
        vm.expectRevert(reason);
        wallets.locked(id);
    }

    function testFuzz_walletViewsAndActs_revertWithUnknownWallet(uint32 id) public {
        id = uint32(bound(id, 2, MAX_WALLETS));
        bytes memory reason = abi.encodeWithSelector(ISkillWallet.UnknownWallet.selector, id);
        vm.expectRevert(reason);
        wallets.wallet(id);
        vm.expectRevert(reason);
        wallets.ratings(id, TEACHING);
        vm.expectRevert(reason);
        wallets.settle(id);
        vm.expectRevert(reason);
        wallets.follow(id);
    }

    /// @dev An id above 32 bits isn't cut to an existing one.
    function test_ownerOf_revertsWithUnknownWalletAbove32Bits() public {
        uint256 id = (1 << 32) | 1;
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.UnknownWallet.selector, id));
        wallets.ownerOf(id);
    }

    function test_token_isLockedAndNamed() public view {
        assertTrue(wallets.locked(1));
        assertEq(wallets.name(), "Skill Wallet");
        assertEq(wallets.symbol(), "SKILL");
        assertEq(wallets.balanceOf(newcomer.addr), 0);
    }

    function test_supportsInterface_namesWhatItIs() public view {
        assertTrue(wallets.supportsInterface(type(IERC165).interfaceId));
        assertTrue(wallets.supportsInterface(type(IERC721).interfaceId));
        assertTrue(wallets.supportsInterface(0x80ac58cd));
        assertTrue(wallets.supportsInterface(0xb45a3c0e));
        assertFalse(wallets.supportsInterface(0xffffffff));
        assertFalse(wallets.supportsInterface(0x36372b07));
    }

    function test_setMessagingKey_revertsWithEmptyKey() public {
        vm.expectRevert(ISkillWallet.EmptyKey.selector);
        vm.prank(ada.addr);
        wallets.setMessagingKey(0);
    }

    function test_setMessagingKey_replacesIt() public {
        vm.expectEmit(address(wallets));
        emit ISkillWallet.MessagingKeyChanged(1, keccak256("other"));
        vm.prank(ada.addr);
        wallets.setMessagingKey(keccak256("other"));
        assertEq(wallets.wallet(1).messagingKey, keccak256("other"));
        assertEq(wallets.wallet(1).profile, keccak256("profile"));
    }

    function test_setProfile_replacesAndClearsIt() public {
        vm.expectEmit(address(wallets));
        emit ISkillWallet.ProfileChanged(1, keccak256("other"));
        vm.prank(ada.addr);
        wallets.setProfile(keccak256("other"));
        assertEq(wallets.wallet(1).profile, keccak256("other"));

        vm.prank(ada.addr);
        wallets.setProfile(0);
        assertEq(wallets.wallet(1).profile, 0);
    }

    function test_keysAndProfile_canBeSetWithoutTown() public {
        leave(ada);
        vm.startPrank(ada.addr);
        wallets.setMessagingKey(keccak256("other"));
        wallets.setProfile(keccak256("other"));
        vm.stopPrank();
        assertEq(wallets.wallet(1).messagingKey, keccak256("other"));
        assertEq(wallets.wallet(1).profile, keccak256("other"));
    }
}

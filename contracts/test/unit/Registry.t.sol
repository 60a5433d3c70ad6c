// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {CommunityView, ICommunity} from "../../src/interfaces/ICommunity.sol";
import {Charter, IRegistry} from "../../src/interfaces/IRegistry.sol";
import {ISkillWallet, SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {JoinPolicy} from "../../src/types/Enums.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Founding of towns (spec §3.1, §3.2)
contract RegistryTest is Neighbourhood {
    Person private ada;
    SkillChoice[] private skills;

    function setUp() public override {
        super.setUp();
        ada = person("ada");
        skills.push(SkillChoice(TEACHING, 5));
    }

    function _expectRefused(Charter memory wrong, bytes memory reason) private {
        SkillChoice[] memory chosen = skills;
        vm.expectRevert(reason);
        vm.prank(ada.addr);
        registry.createAndFound(wrong, chosen, keccak256("key"), 0);
        assertEq(registry.communities(), 0);
        assertEq(walletOf(ada), 0);
        assertEq(registry.communityAddress(1).code.length, 0);
    }

    function _tooLong(uint256 length, uint256 limit) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRegistry.TextLength.selector, length, limit);
    }

    function _text(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = "a";
        }
        return string(text);
    }

    function test_createAndFound_revertsWithUnknownTemplate() public {
        _expectRefused(charter(3), abi.encodeWithSelector(IRegistry.UnknownTemplate.selector, 3));
        _expectRefused(charter(255), abi.encodeWithSelector(IRegistry.UnknownTemplate.selector, 255));
    }

    function test_createAndFound_revertsWithPolicyUnavailable() public {
        Charter memory wrong = charter(0);
        wrong.policy = JoinPolicy.Invitation;
        _expectRefused(wrong, abi.encodeWithSelector(IRegistry.PolicyUnavailable.selector, JoinPolicy.Invitation));
    }

    function test_createAndFound_revertsWithEmptyKey() public {
        Charter memory wrong = charter(0);
        wrong.key = 0;
        _expectRefused(wrong, abi.encodeWithSelector(IRegistry.EmptyKey.selector));

        Charter memory right = charter(0);
        SkillChoice[] memory chosen = skills;
        vm.expectRevert(ISkillWallet.EmptyKey.selector);
        vm.prank(ada.addr);
        registry.createAndFound(right, chosen, 0, 0);
    }

    function test_createAndFound_revertsWithTextLength() public {
        Charter memory wrong = charter(0);
        wrong.name = "";
        _expectRefused(wrong, _tooLong(0, 120));
        wrong.name = _text(121);
        _expectRefused(wrong, _tooLong(121, 120));
        // 61 letters of two bytes in UTF-8 each.
        wrong.name =
            unicode"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé";
        _expectRefused(wrong, _tooLong(122, 120));

        wrong = charter(0);
        wrong.purpose = "";
        _expectRefused(wrong, _tooLong(0, 600));
        wrong.purpose = _text(601);
        _expectRefused(wrong, _tooLong(601, 600));

        wrong = charter(0);
        wrong.place = _text(121);
        _expectRefused(wrong, _tooLong(121, 120));

        wrong = charter(0);
        wrong.language = _text(36);
        _expectRefused(wrong, _tooLong(36, 35));
    }

    function test_createAndFound_acceptsTextsAtTheirLimits() public {
        Charter memory longest = charter(0);
        (longest.name, longest.purpose) = (_text(120), _text(600));
        (longest.place, longest.language) = (_text(120), _text(35));
        Charter memory shortest = charter(0);
        (shortest.name, shortest.purpose, shortest.place, shortest.language) = ("a", "b", "", "");
        SkillChoice[] memory chosen = skills;
        vm.prank(ada.addr);
        assertEq(registry.createAndFound(longest, chosen, keccak256("key"), 0), 1);
        address ben = person("ben").addr;
        vm.prank(ben);
        assertEq(registry.createAndFound(shortest, chosen, keccak256("key"), 0), 2);
    }

    function test_createAndFound_revertsWithForeignSkill() public {
        skills.push(SkillChoice(MUSIC, 1));
        _expectRefused(charter(0), abi.encodeWithSelector(ISkillWallet.ForeignSkill.selector, MUSIC, 0));
        skills.pop();
        _expectRefused(charter(1), abi.encodeWithSelector(ICommunity.ForeignSkill.selector, TEACHING, 1));
    }

    function test_createAndFound_revertsWithWalletExists() public {
        found(ada, TEACHING, 5);
        leave(ada);
        Charter memory second = charter(0);
        SkillChoice[] memory chosen = skills;
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.WalletExists.selector, 1));
        vm.prank(ada.addr);
        registry.createAndFound(second, chosen, keccak256("key"), 0);
    }

    function test_found_revertsWithNoWallet() public {
        Charter memory right = charter(0);
        SkillChoice[] memory chosen = skills;
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.NoWallet.selector, ada.addr));
        vm.prank(ada.addr);
        registry.found(right, chosen);
    }

    function test_found_revertsWithAlreadyMember() public {
        uint32 id = found(ada, TEACHING, 5);
        Charter memory second = charter(0);
        SkillChoice[] memory none = noSkills();
        vm.expectRevert(abi.encodeWithSelector(ISkillWallet.AlreadyMember.selector, id));
        vm.prank(ada.addr);
        registry.found(second, none);
        assertEq(registry.communities(), 1);
    }

    function test_createAndFound_foundsTownWithItsFounder() public {
        // Somebody else's wallet first, so that ids of wallets and towns differ.
        uint32 first = found(person("first"), LEGAL, 1);
        join(person("second"), first, LEGAL, 1);
        address predicted = registry.communityAddress(2);
        assertEq(predicted.code.length, 0);

        Charter memory made = charter(0);
        SkillChoice[] memory chosen = skills;
        vm.expectEmit(address(registry));
        emit IRegistry.CommunityFounded(
            2, predicted, 3, 0, 0, made.key, made.name, made.purpose, made.place, made.language
        );
        vm.prank(ada.addr);
        assertEq(registry.createAndFound(made, chosen, keccak256("key"), keccak256("profile")), 2);

        assertEq(registry.communities(), 2);
        assertEq(registry.communityAddress(2), predicted);
        // An EIP-1167 clone.
        assertEq(predicted.code.length, 45);
        assertEq(wallets.wallet(3).communityId, 2);
        assertEq(wallets.wallet(3).owner, ada.addr);
        CommunityView memory seen = community(2).state();
        assertEq(seen.id, 2);
        assertEq(seen.template, 0);
        assertEq(seen.founder, 3);
        assertEq(seen.key, made.key);
        assertEq(seen.members, 1);
        assertEq(seen.release, 0);
        assertEq(seen.vault, (94_000 - 2_120) * CREDIT);
        assertEq(seen.treasury, 2_000 * CREDIT);
        assertTrue(community(2).member(ada.addr).foundingMember);
    }

    function test_found_keepsWalletAndGivesNoSecondGrant() public {
        found(ada, TEACHING, 5);
        leave(ada);
        Charter memory second = charter(0);
        SkillChoice[] memory none = noSkills();
        vm.prank(ada.addr);
        assertEq(registry.found(second, none), 2);
        assertEq(wallets.totalSupply(), 1);
        assertEq(wallets.wallet(1).communityId, 2);
        assertEq(community(2).state().founder, 1);
        assertEq(balanceIn(2, ada), 2_120 * CREDIT);
        assertEq(community(2).member(ada.addr).granted, 2_120 * CREDIT);
        assertEq(vaultOf(1), 94_000 * CREDIT);
    }

    function test_found_townOfOtherTemplateChoosesSkills() public {
        found(ada, TEACHING, 5);
        leave(ada);
        Charter memory second = charter(1);
        SkillChoice[] memory chosen = skills;
        vm.expectRevert(ISkillWallet.SkillsKept.selector);
        vm.prank(ada.addr);
        registry.found(second, chosen);
        chosen = oneSkill(MUSIC, 10);
        vm.prank(ada.addr);
        registry.found(second, chosen);
        assertEq(balanceIn(2, ada), 2_120 * CREDIT);
        (uint8 skill,,) = activeSkill(ada, 0);
        assertEq(skill, MUSIC);
    }

    function test_communityAddress_followsFromIds() public {
        address[5] memory predicted;
        for (uint32 i = 1; i <= 5; ++i) {
            predicted[i - 1] = registry.communityAddress(i);
        }
        for (uint32 i = 1; i <= 5; ++i) {
            uint32 id = found(person(string.concat("founder ", vm.toString(i))), TEACHING, 5);
            assertEq(id, i);
            assertEq(community(id).state().id, id);
            assertEq(registry.communityAddress(id), predicted[i - 1]);
            // The implementation is the fourth contract of the deployment.
            assertEq(
                predicted[i - 1],
                Clones.predictDeterministicAddress(
                    vm.computeCreateAddress(address(this), vm.getNonce(address(this)) - 2),
                    bytes32(uint256(id)),
                    address(registry)
                )
            );
        }
    }

    function test_createAndFound_townsShareNothing() public {
        uint32 first = found(ada, TEACHING, 5);
        uint32 second = found(person("ben"), TEACHING, 5);
        assertEq(community(first).state().vault, community(second).state().vault);
        assertEq(balanceIn(second, ada), 0);
        assertEq(community(first).totalSupply(), 96_000 * CREDIT);
        assertEq(community(second).totalSupply(), 96_000 * CREDIT);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IRegistry, Release} from "../../src/interfaces/IRegistry.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Releases of modules and who owns what (spec §13)
contract RegistryReleasesTest is Neighbourhood {
    Person private founder;
    uint32 private here;
    /// Any contract will do: no gig is created here.
    address private module;

    function setUp() public override {
        super.setUp();
        founder = person("founder");
        here = found(founder, TEACHING, 5);
        module = address(forwarder);
    }

    function _offer(address validator, address q2t) private returns (uint16) {
        vm.prank(operator);
        return registry.offerRelease(validator, q2t);
    }

    function _adopt(address caller, uint16 release) private {
        ICommunity town = community(here);
        vm.prank(caller);
        town.adoptRelease(release);
    }

    function _expectNotAdopted(address caller, uint16 release, bytes memory reason) private {
        ICommunity town = community(here);
        uint16 before = town.state().release;
        vm.expectRevert(reason);
        vm.prank(caller);
        town.adoptRelease(release);
        assertEq(town.state().release, before);
    }

    function testFuzz_offerRelease_revertsForOthersThanTheOwner(address caller) public {
        vm.assume(caller != operator && caller != address(forwarder));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        registry.offerRelease(address(0), address(0));
    }

    function test_offerRelease_revertsWithNotAContract() public {
        address empty = makeAddr("empty");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotAContract.selector, empty));
        vm.prank(operator);
        registry.offerRelease(empty, module);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotAContract.selector, empty));
        vm.prank(operator);
        registry.offerRelease(module, empty);
    }

    function test_modules_revertWithUnknownRelease() public {
        assertEq(abi.encode(registry.modules(0)), abi.encode(Release(address(0), address(0), 0)));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownRelease.selector, 1));
        registry.modules(1);
    }

    function test_offerRelease_isInForceAfter7Days() public {
        uint40 from = uint40(clock() + 7 days);
        vm.expectEmit(address(registry));
        emit IRegistry.ReleaseOffered(1, module, address(0), from);
        assertEq(_offer(module, address(0)), 1);
        assertEq(abi.encode(registry.modules(1)), abi.encode(Release(module, address(0), from)));
        assertEq(registry.latestRelease(), 0);
        vm.warp(from - 1);
        assertEq(registry.latestRelease(), 0);
        vm.warp(from);
        assertEq(registry.latestRelease(), 1);
    }

    function test_latestRelease_passesOverThoseNotInForce() public {
        _offer(module, address(0));
        skip(3 days);
        _offer(address(0), module);
        skip(3 days);
        assertEq(_offer(module, module), 3);
        assertEq(registry.latestRelease(), 0);
        skip(1 days);
        assertEq(registry.latestRelease(), 1);
        skip(3 days);
        assertEq(registry.latestRelease(), 2);
        skip(3 days);
        assertEq(registry.latestRelease(), 3);
    }

    function test_found_beginsWithLatestInForce() public {
        _offer(module, address(0));
        skip(7 days);
        _offer(module, module);
        uint32 later = found(person("later"), TEACHING, 5);
        assertEq(community(later).state().release, 1);
        assertEq(community(here).state().release, 0);
    }

    function test_adoptRelease_revertsWithNotFounder() public {
        _offer(module, address(0));
        skip(7 days);
        Person memory neighbour = person("neighbour");
        join(neighbour, here, TEACHING, 5);
        address[4] memory others = [neighbour.addr, operator, address(registry), makeAddr("stranger")];
        for (uint256 i; i < others.length; ++i) {
            _expectNotAdopted(others[i], 1, abi.encodeWithSelector(ICommunity.NotFounder.selector, others[i]));
        }
    }

    function test_adoptRelease_revertsWithNotFounderAfterLeaving() public {
        _offer(module, address(0));
        skip(7 days);
        leave(founder);
        _expectNotAdopted(founder.addr, 1, abi.encodeWithSelector(ICommunity.NotFounder.selector, founder.addr));
        // Who lives here again bears the consequences again.
        rejoin(founder, here);
        _adopt(founder.addr, 1);
        assertEq(community(here).state().release, 1);
    }

    function test_adoptRelease_revertsWithReleaseUnavailable() public {
        _offer(module, address(0));
        _offer(module, module);
        skip(7 days - 1);
        _expectNotAdopted(founder.addr, 1, abi.encodeWithSelector(ICommunity.ReleaseUnavailable.selector, 1));
        skip(1);
        _adopt(founder.addr, 2);
        // Only forward.
        for (uint16 i; i <= 2; ++i) {
            _expectNotAdopted(founder.addr, i, abi.encodeWithSelector(ICommunity.ReleaseUnavailable.selector, i));
        }
        _expectNotAdopted(founder.addr, 3, abi.encodeWithSelector(IRegistry.UnknownRelease.selector, 3));
    }

    function test_adoptRelease_byTheFounder() public {
        _offer(module, address(0));
        skip(7 days);
        vm.expectEmit(address(community(here)));
        emit ICommunity.ReleaseAdopted(1);
        _adopt(founder.addr, 1);
        assertEq(community(here).state().release, 1);
    }

    function test_transferOwnership_needsTwoSteps() public {
        address next = makeAddr("next");
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, next));
        vm.prank(next);
        Ownable2Step(address(registry)).transferOwnership(next);

        vm.prank(operator);
        Ownable2Step(address(registry)).transferOwnership(next);
        assertEq(Ownable2Step(address(registry)).owner(), operator);
        assertEq(Ownable2Step(address(registry)).pendingOwner(), next);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, operator));
        vm.prank(operator);
        Ownable2Step(address(registry)).acceptOwnership();

        vm.prank(next);
        Ownable2Step(address(registry)).acceptOwnership();
        assertEq(Ownable2Step(address(registry)).owner(), next);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, operator));
        vm.prank(operator);
        registry.offerRelease(address(0), address(0));
        vm.prank(next);
        assertEq(registry.offerRelease(address(0), address(0)), 1);
    }

    /// @dev The owner of the registry has no privilege in a town.
    function test_owner_hasNoPrivilegeOverBalances() public {
        ICommunity town = community(here);
        bytes memory reason = abi.encodeWithSelector(ICommunity.Unauthorized.selector, operator);
        vm.startPrank(operator);
        vm.expectRevert(reason);
        town.claim(founder.addr, 1);
        vm.expectRevert(reason);
        town.rekey(founder.addr, operator);
        vm.expectRevert(reason);
        town.pay(operator, 1);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotMember.selector, operator));
        town.transfer(operator, 1);
        vm.stopPrank();
    }
}

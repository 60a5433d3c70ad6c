// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IQ2T} from "../../src/interfaces/IQ2T.sol";
import {IRegistry, Release} from "../../src/interfaces/IRegistry.sol";
import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Q2TDouble} from "../doubles/Q2TDouble.sol";
import {Street} from "../doubles/Street.sol";
import {ValidatorDouble} from "../doubles/ValidatorDouble.sol";
import {Person} from "../Town.sol";

/// @title Releases of modules: offered, in force, adopted, kept (spec §4.12, §13.2-13.4)
contract ModulesReleasesTest is Street {
    ValidatorDouble private first;
    ValidatorDouble private second;
    Q2TDouble private q2t;
    ICommunity private home;

    function setUp() public override {
        super.setUp();
        home = community(here);
        first = new ValidatorDouble(gigs);
        second = new ValidatorDouble(gigs);
        q2t = new Q2TDouble();
    }

    function test_offerRelease_revertsWithOwnableUnauthorizedAccount() public {
        address[3] memory callers = [creator.addr, stranger.addr, address(gigs)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[i]));
            vm.prank(callers[i]);
            registry.offerRelease(address(first), address(q2t));
        }
    }

    function test_offerRelease_revertsWithNotAContract() public {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotAContract.selector, stranger.addr));
        _offer(stranger.addr, address(q2t));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotAContract.selector, stranger.addr));
        _offer(address(first), stranger.addr);
    }

    function test_offerRelease_offers() public {
        uint40 from = uint40(vm.getBlockTimestamp() + 7 days);
        vm.expectEmit(address(registry));
        emit IRegistry.ReleaseOffered(1, address(first), address(q2t), from);
        assertEq(_offer(address(first), address(q2t)), 1);
        vm.expectEmit(address(registry));
        emit IRegistry.ReleaseOffered(2, address(0), address(0), from);
        assertEq(_offer(address(0), address(0)), 2);

        Release memory offered = registry.modules(1);
        assertEq(offered.validator, address(first));
        assertEq(offered.q2t, address(q2t));
        assertEq(offered.from, from);
        // Nobody has taken it: nothing changed anywhere.
        assertEq(home.state().release, 0);
    }

    function test_modules_revertsWithUnknownRelease() public {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownRelease.selector, 1));
        registry.modules(1);
        Release memory none = registry.modules(0);
        assertEq(none.validator, address(0));
        assertEq(none.q2t, address(0));
        assertEq(none.from, 0);
    }

    function test_latestRelease_after7Days() public {
        assertEq(registry.latestRelease(), 0);
        uint256 offered = vm.getBlockTimestamp();
        _offer(address(first), address(0));
        skip(1 days);
        _offer(address(second), address(0));
        vm.warp(offered + 7 days - 1);
        assertEq(registry.latestRelease(), 0);
        vm.warp(offered + 7 days);
        assertEq(registry.latestRelease(), 1);
        vm.warp(offered + 8 days - 1);
        assertEq(registry.latestRelease(), 1);
        vm.warp(offered + 8 days);
        assertEq(registry.latestRelease(), 2);
    }

    function test_found_beginsWithTheLatestInForce() public {
        Person[3] memory founders = [person("a"), person("b"), person("c")];
        _offer(address(first), address(0));
        assertEq(community(found(founders[0], TEACHING, 5)).state().release, 0);
        skip(7 days);
        _offer(address(second), address(0));
        assertEq(community(found(founders[1], TEACHING, 5)).state().release, 1);
        skip(7 days);
        assertEq(community(found(founders[2], TEACHING, 5)).state().release, 2);
        // Those founded before keep theirs.
        assertEq(home.state().release, 0);
    }

    function test_adoptRelease_revertsWithNotFounder() public {
        _offer(address(first), address(0));
        skip(7 days);
        Person memory elsewhere = person("founder elsewhere");
        found(elsewhere, TEACHING, 5);
        address[5] memory callers = [taker.addr, other.addr, stranger.addr, operator, elsewhere.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICommunity.NotFounder.selector, callers[i]));
            _adopt(callers[i], 1);
        }
    }

    function test_adoptRelease_revertsWithNotFounderWhoLeft() public {
        _offer(address(first), address(0));
        skip(7 days);
        vm.prank(creator.addr);
        wallets.leave(noGigs());
        vm.expectRevert(abi.encodeWithSelector(ICommunity.NotFounder.selector, creator.addr));
        _adopt(creator.addr, 1);
        // Who lives here again may again.
        vm.prank(creator.addr);
        wallets.join(here, noSkills());
        _adopt(creator.addr, 1);
        assertEq(home.state().release, 1);
    }

    function test_adoptRelease_revertsWithReleaseUnavailableBefore7Days() public {
        _offer(address(first), address(0));
        skip(7 days - 1);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ReleaseUnavailable.selector, 1));
        _adopt(creator.addr, 1);
        skip(1);
        _adopt(creator.addr, 1);
        assertEq(home.state().release, 1);
    }

    function test_adoptRelease_revertsWithReleaseUnavailableBackwards() public {
        _offer(address(first), address(0));
        _offer(address(second), address(0));
        skip(7 days);
        vm.expectRevert(abi.encodeWithSelector(ICommunity.ReleaseUnavailable.selector, 0));
        _adopt(creator.addr, 0);
        _adopt(creator.addr, 2);
        for (uint16 release; release < 3; ++release) {
            vm.expectRevert(abi.encodeWithSelector(ICommunity.ReleaseUnavailable.selector, release));
            _adopt(creator.addr, release);
        }
    }

    function test_adoptRelease_revertsWithUnknownRelease() public {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownRelease.selector, 1));
        _adopt(creator.addr, 1);
    }

    function test_adoptRelease_adopts() public {
        _offer(address(first), address(0));
        skip(7 days);
        vm.expectEmit(address(home));
        emit ICommunity.ReleaseAdopted(1);
        _adopt(creator.addr, 1);
        assertEq(home.state().release, 1);
    }

    function test_adoptRelease_inAnInactiveTown() public {
        _offer(address(first), address(0));
        skip(7 days);
        vm.prank(other.addr);
        wallets.leave(noGigs());
        _adopt(creator.addr, 1);
        assertEq(home.state().release, 1);
    }

    function test_gig_keepsTheReleaseItWasCreatedUnder() public {
        uint64 without = takenGig();
        adopt(address(first), address(0));
        uint64 early = openGig();
        assertState(early, GigState.Proposed);
        adopt(address(second), address(q2t));
        uint64 late = openGig();
        assertEq(gigs.gig(without).release, 0);
        assertEq(gigs.gig(early).release, 1);
        assertEq(gigs.gig(late).release, 2);

        // The one without modules is verified at once to its end.
        submit(taker, without);
        vm.expectCall(address(q2t), abi.encodePacked(IQ2T.gigCompleted.selector), 1);
        complete(creator, taker, without);
        assertState(without, GigState.Completed);

        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, address(second)));
        second.answer(early, 0, Transition.Creation, true);
        vm.expectRevert(abi.encodeWithSelector(IGigs.Unauthorized.selector, address(first)));
        first.answer(late, 0, Transition.Creation, true);

        _toCompleting(first, early);
        first.answer(early, 1, Transition.Completion, true);
        _toCompleting(second, late);
        // The releases of the two before have no Q2T: the one call counted is this one's.
        vm.expectEmit(address(q2t));
        emit Q2TDouble.Told(late, creatorId, takerId, 48 * CREDIT, false);
        second.answer(late, 1, Transition.Completion, true);
        assertState(early, GigState.Completed);
        assertState(late, GigState.Completed);
    }

    function _toCompleting(ValidatorDouble validator, uint64 gigId) private {
        validator.answer(gigId, 0, Transition.Creation, true);
        vm.expectEmit(address(validator));
        emit ValidatorDouble.Asked(gigId, 0, Transition.Taking, RECORD, takerId);
        accept(creator, taker, gigId);
        validator.answer(gigId, 0, Transition.Taking, true);
        submit(taker, gigId);
        vm.expectEmit(address(validator));
        emit ValidatorDouble.Asked(gigId, 1, Transition.Completion, RECORD, takerId);
        complete(creator, taker, gigId);
        assertState(gigId, GigState.Completing);
    }

    function _offer(address validator, address q2t_) private returns (uint16) {
        vm.prank(operator);
        return registry.offerRelease(validator, q2t_);
    }

    function _adopt(address caller, uint16 release) private {
        vm.prank(caller);
        home.adoptRelease(release);
    }
}

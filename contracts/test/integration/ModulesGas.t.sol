// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {Constants} from "../../src/libraries/Constants.sol";
import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Q2TDouble} from "../doubles/Q2TDouble.sol";
import {Street} from "../doubles/Street.sol";
import {ValidatorDouble} from "../doubles/ValidatorDouble.sol";

/// @title The caller supplies the modules' allowance in full, or nothing happens (spec §13.5)
/// @dev `isolate`: every call is a transaction of its own, with cold accounts and slots.
/// forge-config: default.isolate = true
contract ModulesGasTest is Street {
    uint256 private constant PLENTY = 3_000_000;
    /// @dev More than any of these transactions needs.
    uint256 private constant ENOUGH = 700_000;

    bytes32 private constant BROUGHT = keccak256("Brought(uint256)");
    bytes32 private constant FAILED = keccak256("ModuleFailed(uint64,address)");

    ValidatorDouble private validator;
    Q2TDouble private q2t;

    function setUp() public override {
        super.setUp();
        validator = new ValidatorDouble(gigs);
        q2t = new Q2TDouble();
        adopt(address(validator), address(0));
    }

    function test_createGig_revertsWithInsufficientGas() public {
        _assertExact(_creation(), Constants.VALIDATOR_GAS);
    }

    function test_acceptRequest_revertsWithInsufficientGas() public {
        _assertExact(_acceptance(), Constants.VALIDATOR_GAS);
    }

    function test_completeGig_revertsWithInsufficientGasForTheValidator() public {
        _assertExact(_completion(), Constants.VALIDATOR_GAS);
    }

    function test_completeGig_revertsWithInsufficientGasForTheQ2T() public {
        adopt(address(0), address(q2t));
        _assertExact(_completion(), Constants.Q2T_GAS);
    }

    /// @dev A module that burns its whole allowance leaves the caller what the rest needs, at the least gas that is accepted.
    function test_createGig_leastGasWithABurningValidator() public {
        _assertBurnable(_creation(), GigState.Proposed);
    }

    function test_completeGig_leastGasWithABurningQ2T() public {
        adopt(address(0), address(q2t));
        _assertBurnable(_completion(), GigState.Completed);
    }

    function testFuzz_createGig_starvedCallReverts(uint256 gas) public {
        _assertNeverStarved(_creation(), gas, Constants.VALIDATOR_GAS);
    }

    function testFuzz_completeGig_starvedCallReverts(uint256 gas) public {
        adopt(address(0), address(q2t));
        _assertNeverStarved(_completion(), gas, Constants.Q2T_GAS);
    }

    /// @dev Also when the validator's answer is what completes: its starved answer reverts and can be repeated.
    function testFuzz_fulfil_starvedQ2TReverts(uint256 gas) public {
        adopt(address(validator), address(q2t));
        bytes memory completion = _completion();
        uint64 gigId = _last();
        vm.prank(creator.addr);
        (bool asked,) = address(gigs).call(completion);
        assertTrue(asked);
        bytes memory answer = abi.encodeCall(IGigs.fulfil, (gigId, 1, Transition.Completion, true));
        gas = bound(gas, 25_000, ENOUGH);
        vm.recordLogs();
        vm.prank(address(validator));
        (bool ok, bytes memory returned) = address(gigs).call{gas: gas}(answer);
        if (ok) {
            _assertBroughtInFull(vm.getRecordedLogs(), Constants.Q2T_GAS);
            assertState(gigId, GigState.Completed);
        } else {
            _assertStarved(returned, Constants.Q2T_GAS);
            assertState(gigId, GigState.Completing);
            vm.prank(address(validator));
            gigs.fulfil(gigId, 1, Transition.Completion, true);
        }
    }

    function _creation() private view returns (bytes memory) {
        return abi.encodeCall(IGigs.createGig, (TEACHING, 2, RECORD, 7, 0));
    }

    function _acceptance() private returns (bytes memory) {
        uint64 gigId = openGig();
        validator.answer(gigId, 0, Transition.Creation, true);
        uint40 expiry = inAnHour();
        return abi.encodeCall(IGigs.acceptRequest, (gigId, takerId, expiry, sign(taker, gigId, expiry)));
    }

    /// @dev Of a gig submitted under the release that is adopted now.
    function _completion() private returns (bytes memory) {
        uint64 gigId = openGig();
        if (stateOf(gigId) == GigState.Proposed) validator.answer(gigId, 0, Transition.Creation, true);
        accept(creator, taker, gigId);
        if (stateOf(gigId) == GigState.Taking) validator.answer(gigId, 0, Transition.Taking, true);
        submit(taker, gigId);
        uint40 expiry = inAnHour();
        return abi.encodeCall(IGigs.completeGig, (gigId, expiry, sign(taker, gigId, expiry)));
    }

    function _last() private view returns (uint64) {
        return (uint64(here) << 24) + community(here).state().gigs;
    }

    /// @dev The least gas that succeeds brings exactly what plenty brings; a little less is refused by name.
    function _assertExact(bytes memory act, uint256 allowance) private {
        (bool ok,, uint256 full) = _try(act, PLENTY);
        assertTrue(ok, "plenty");
        assertLe(full, allowance);
        assertGt(full, allowance - 2000, "all but the first instructions");
        uint256 least = _least(act);
        (, bytes memory returned,) = _try(act, least - 1);
        assertEq(bytes4(returned), IGigs.InsufficientGas.selector, "refused by name");
        _assertStarved(returned, allowance);
        (, returned,) = _try(act, least - 5000);
        assertEq(bytes4(returned), IGigs.InsufficientGas.selector, "refused by name");
        uint256 brought;
        (ok,, brought) = _try(act, least);
        assertTrue(ok, "least");
        assertEq(brought, full, "in full");
    }

    function _assertBurnable(bytes memory act, GigState state) private {
        uint256 least = _least(act);
        validator.become(ValidatorDouble.Mode.Burn);
        q2t.become(Q2TDouble.Mode.Burn);
        vm.recordLogs();
        vm.prank(creator.addr);
        (bool ok,) = address(gigs).call{gas: least}(act);
        assertTrue(ok);
        assertEq(_count(vm.getRecordedLogs(), FAILED), 1);
        assertState(_last(), state);
    }

    function _assertNeverStarved(bytes memory act, uint256 gas, uint256 allowance) private {
        gas = bound(gas, 25_000, ENOUGH);
        vm.recordLogs();
        vm.prank(creator.addr);
        (bool ok, bytes memory returned) = address(gigs).call{gas: gas}(act);
        if (ok) _assertBroughtInFull(vm.getRecordedLogs(), allowance);
        else _assertStarved(returned, allowance);
    }

    function _assertBroughtInFull(Vm.Log[] memory logs, uint256 allowance) private pure {
        assertEq(_count(logs, FAILED), 0, "no failed module");
        assertGt(_brought(logs), allowance - 2000, "in full");
    }

    /// @dev Out of gas before the check, or refused by it.
    function _assertStarved(bytes memory returned, uint256 allowance) private pure {
        if (returned.length == 0) return;
        assertEq(returned.length, 36);
        assertEq(bytes4(returned), IGigs.InsufficientGas.selector);
        uint256 needed;
        assembly ("memory-safe") {
            needed := mload(add(returned, 36))
        }
        assertGt(needed, allowance);
    }

    /// @dev By bisection, to the unit.
    function _least(bytes memory act) private returns (uint256 least) {
        uint256 fails = 25_000;
        least = PLENTY;
        while (least - fails > 1) {
            uint256 middle = (least + fails) / 2;
            (bool ok,,) = _try(act, middle);
            if (ok) least = middle;
            else fails = middle;
        }
    }

    /// @dev Leaves nothing behind.
    function _try(bytes memory act, uint256 gas) private returns (bool ok, bytes memory returned, uint256 brought) {
        uint256 snapshot = vm.snapshotState();
        vm.recordLogs();
        vm.prank(creator.addr);
        (ok, returned) = address(gigs).call{gas: gas}(act);
        brought = _brought(vm.getRecordedLogs());
        vm.revertToState(snapshot);
    }

    function _brought(Vm.Log[] memory logs) private pure returns (uint256) {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == BROUGHT) return abi.decode(logs[i].data, (uint256));
        }
        return 0;
    }

    function _count(Vm.Log[] memory logs, bytes32 topic) private pure returns (uint256 n) {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == topic) ++n;
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IGigValidator} from "../../src/interfaces/IGigValidator.sol";
import {IQ2T} from "../../src/interfaces/IQ2T.sol";
import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Q2TDouble} from "../doubles/Q2TDouble.sol";
import {Ledger} from "../doubles/Street.sol";
import {ValidatorDouble} from "../doubles/ValidatorDouble.sol";
import {Watched} from "../doubles/Watched.sol";

/// @title Gigs with modules that answer at once, fail, burn gas or re-enter (spec §4.13, §13.5)
contract ModulesFailuresTest is Watched {
    function test_validator_answersInTheSameCall() public {
        validator.become(ValidatorDouble.Mode.Verify);
        uint64 gigId = openGig();
        assertState(gigId, GigState.Open);
        accept(creator, taker, gigId);
        assertState(gigId, GigState.Taken);
        assertEq(gigs.gig(gigId).deadline, vm.getBlockTimestamp() + 7 days);
        submit(taker, gigId);
        // The Q2T's allowance is greater than the validator's: this answer must come later.
        vm.expectEmit(address(gigs));
        emit IGigs.ModuleFailed(gigId, address(validator));
        complete(creator, taker, gigId);
        assertState(gigId, GigState.Completing);
        validator.answer(gigId, 1, Transition.Completion, true);
        assertState(gigId, GigState.Completed);
    }

    function test_validator_completesInTheSameCallWithoutQ2T() public {
        adopt(address(validator), address(0));
        validator.become(ValidatorDouble.Mode.Verify);
        Ledger memory before = ledger();
        work(creator, taker, TEACHING, 2, 8);
        assertMoved(before, -48, 48, 0, 48, -48);
    }

    function test_validator_refusesInTheSameCall() public {
        uint64 submitted = watchedSubmittedGig();
        uint64 opened = openedGig();
        validator.become(ValidatorDouble.Mode.Refuse);
        Ledger memory before = ledger();
        uint64 gigId = openGig();
        assertState(gigId, GigState.Cancelled);
        assertUnmoved(before);
        accept(creator, taker, opened);
        assertState(opened, GigState.Open);
        assertEq(gigs.gig(opened).round, 1);
        complete(creator, taker, submitted);
        assertState(submitted, GigState.Submitted);
    }

    function test_validator_thatFailsCountsAsUnanswered() public {
        for (uint256 i; i < 4; ++i) {
            if (i == 0) validator.become(ValidatorDouble.Mode.Revert);
            if (i == 1) validator.become(ValidatorDouble.Mode.RevertLong);
            if (i == 2) validator.become(ValidatorDouble.Mode.Burn);
            // As of an account that was delegated (EIP-7702) when it was offered.
            bytes memory code = address(validator).code;
            if (i == 3) vm.etch(address(validator), "");

            uint64 expected = (uint64(here) << 24) + community(here).state().gigs + 1;
            vm.expectEmit(address(gigs));
            emit IGigs.ModuleFailed(expected, address(validator));
            uint64 gigId = openGig();
            assertState(gigId, GigState.Proposed);

            _answer(gigId, 0, Transition.Creation);
            vm.expectEmit(address(gigs));
            emit IGigs.ModuleFailed(gigId, address(validator));
            accept(creator, taker, gigId);
            assertState(gigId, GigState.Taking);

            _answer(gigId, 0, Transition.Taking);
            submit(taker, gigId);
            vm.expectEmit(address(gigs));
            emit IGigs.ModuleFailed(gigId, address(validator));
            complete(creator, taker, gigId);
            assertState(gigId, GigState.Completing);
            _answer(gigId, 1, Transition.Completion);
            rate(creator, gigId, 5);
            vm.etch(address(validator), code);
        }
    }

    function test_validator_reenteringFindsNothing() public {
        uint64 gigId = watchedSubmittedGig();
        uint64 second = openedGig();
        bytes[] memory calls = new bytes[](9);
        calls[0] = abi.encodeCall(IGigs.fulfil, (second, 0, Transition.Creation, true));
        calls[1] = abi.encodeCall(IGigs.settleGig, (gigId));
        calls[2] = abi.encodeCall(IGigs.lapseVerification, (gigId));
        calls[3] = abi.encodeCall(IGigs.completeUnreviewed, (gigId));
        calls[4] = abi.encodeCall(IGigs.cancelGig, (second));
        calls[5] = abi.encodeCall(IGigs.rateByDefault, (gigId));
        calls[6] = abi.encodeCall(IGigs.createGig, (TEACHING, 1, RECORD, 7, 0));
        calls[7] = abi.encodeCall(IGigs.fulfil, (gigId, 1, Transition.Completion, false));
        calls[8] = abi.encodeCall(IGigs.fulfil, (gigId, 1, Transition.Completion, true));
        bytes4[9] memory errors = [
            IGigs.WrongState.selector,
            IGigs.WrongState.selector,
            IGigs.TooEarly.selector,
            IGigs.WrongState.selector,
            IGigs.TooEarly.selector,
            IGigs.WrongState.selector,
            // The validator has no wallet.
            bytes4(keccak256("NoWallet(address)")),
            // The one answer that it may give, once.
            bytes4(0),
            IGigs.WrongState.selector
        ];
        validator.prepare(calls);
        Ledger memory before = ledger();
        for (uint256 i; i < errors.length; ++i) {
            vm.expectEmit(address(validator));
            emit ValidatorDouble.Reentered(errors[i] == 0, errors[i]);
        }
        complete(creator, taker, gigId);
        assertState(gigId, GigState.Submitted);
        assertState(second, GigState.Open);
        assertUnmoved(before);
    }

    function test_q2t_neverStopsACompletion() public {
        adopt(address(0), address(q2t));
        for (uint256 i; i < 4; ++i) {
            if (i == 0) q2t.become(Q2TDouble.Mode.Revert);
            if (i == 1) q2t.become(Q2TDouble.Mode.RevertLong);
            if (i == 2) q2t.become(Q2TDouble.Mode.Burn);
            if (i == 3) vm.etch(address(q2t), "");
            uint64 gigId = submittedGig();
            Ledger memory before = ledger();
            vm.expectEmit(address(gigs));
            emit IGigs.GigCompleted(gigId, takerId);
            vm.expectEmit(address(gigs));
            emit IGigs.ModuleFailed(gigId, address(q2t));
            complete(creator, taker, gigId);
            assertState(gigId, GigState.Completed);
            assertMoved(before, 0, 48, -48, 48, -48);
            rate(creator, gigId, 5);
        }
    }

    function test_q2t_isToldByACompletionWithoutValidator() public {
        adopt(address(0), address(q2t));
        uint64 gigId = submittedGig();
        skip(14 days);
        vm.expectEmit(address(q2t));
        emit Q2TDouble.Told(gigId, creatorId, takerId, 48 * CREDIT, false);
        gigs.completeUnreviewed(gigId);
    }

    function test_q2t_reenteringFindsNothing() public {
        adopt(address(0), address(q2t));
        uint64 gigId = submittedGig();
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(IGigs.completeUnreviewed, (gigId));
        calls[1] = abi.encodeCall(IGigs.settleGig, (gigId));
        calls[2] = abi.encodeCall(IGigs.rateByDefault, (gigId));
        calls[3] = abi.encodeCall(IGigs.fulfil, (gigId, 1, Transition.Completion, true));
        bytes4[4] memory errors = [
            IGigs.WrongState.selector, IGigs.WrongState.selector, IGigs.TooEarly.selector, IGigs.Unauthorized.selector
        ];
        q2t.prepare(address(gigs), calls);
        Ledger memory before = ledger();
        for (uint256 i; i < errors.length; ++i) {
            vm.expectEmit(address(q2t));
            emit Q2TDouble.Reentered(false, errors[i]);
        }
        complete(creator, taker, gigId);
        assertMoved(before, 0, 48, -48, 48, -48);
        assertState(gigId, GigState.Completed);
    }

    function test_cancelGig_callsNoModule() public {
        uint64 gigId = openedGig();
        _expectNoCall();
        vm.prank(creator.addr);
        gigs.cancelGig(gigId);
        assertState(gigId, GigState.Cancelled);
    }

    function test_giveUpGig_callsNoModule() public {
        uint64 gigId = watchedTakenGig();
        _expectNoCall();
        giveUp(gigId);
        assertState(gigId, GigState.Open);
    }

    function test_reclaimGig_callsNoModule() public {
        uint64 gigId = watchedTakenGig();
        skip(37 days);
        _expectNoCall();
        gigs.reclaimGig(gigId);
        assertState(gigId, GigState.Open);
    }

    function test_settleGig_callsNoModule() public {
        uint64 gigId = watchedSubmittedGig();
        skip(30 days);
        _expectNoCall();
        gigs.settleGig(gigId);
        assertState(gigId, GigState.Settled);
    }

    function test_rateGig_callsNoModule() public {
        uint64 first = watchedSubmittedGig();
        uint64 second = watchedSubmittedGig();
        complete(creator, taker, first);
        complete(creator, taker, second);
        validator.answer(first, 1, Transition.Completion, true);
        validator.answer(second, 1, Transition.Completion, true);
        skip(14 days);
        _expectNoCall();
        rate(creator, first, 5);
        gigs.rateByDefault(second);
        assertState(second, GigState.Rated);
    }

    function _expectNoCall() private {
        vm.expectCall(address(validator), abi.encodePacked(IGigValidator.requestVerification.selector), 0);
        vm.expectCall(address(q2t), abi.encodePacked(IQ2T.gigCompleted.selector), 0);
    }

    /// @dev From the validator's address, whether or not it has code.
    function _answer(uint64 gigId, uint24 round, Transition transition) private {
        vm.prank(address(validator));
        gigs.fulfil(gigId, round, transition, true);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Transition} from "../types/Enums.sol";

/// @title Module that verifies gigs against their records (spec §11)
/// @dev Called with a fixed allowance of gas; a call that fails counts as asked and unanswered. Answers through `IGigs.fulfil`.
interface IGigValidator {
    /// @notice Asks for a verification. The work of a completion is the record named by the last `GigSubmitted` of this round.
    /// @param record Id of the gig's record. @param subject Wallet id of the taker, or of the creator for a creation.
    function requestVerification(uint64 gigId, uint24 round, Transition transition, bytes32 record, uint32 subject)
        external;
}

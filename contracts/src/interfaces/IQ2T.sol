// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Module that keeps the contributions to the quadratic treasury (spec §10)
/// @dev Called with a fixed allowance of gas; a call that fails never stops a completion.
interface IQ2T {
    /// @notice A gig was completed. @param credits Base units paid to the taker.
    /// @param distributionDue Whether the community's treasury account reached the fair share by it.
    function gigCompleted(uint64 gigId, uint32 creator, uint32 taker, uint256 credits, bool distributionDue) external;
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Level from rates (spec §2.3)
library Levels {
    /// @notice Mean of `n` rates with the sum `sum`, halves rounded up: `floor((2·sum + n) / (2n))`. `n` is above 0.
    function mean(uint256 sum, uint256 n) internal pure returns (uint8) {
        unchecked {
            // Sums fit 32 bits. Rates are at most 10, and so is their mean.
            return uint8((2 * sum + n) / (2 * n));
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Constants} from "./Constants.sol";
import {SkillSet} from "../types/SkillSet.sol";

/// @title Scarcity score and skill counts (spec §5)
/// @dev The 12 counts of a community stand in 12 bytes: byte `skill % 12` from the lowest. A count is at most 24.
library Score {
    uint256 private constant ONES = 0x010101010101010101010101;
    uint256 private constant SEVENS = 0x7f * ONES;

    /// @notice `100 × unique / total × members / 6` in hundredths, rounded down; 0 without members.
    function hundredths(uint256 unique, uint256 total, uint256 members) internal pure returns (uint16) {
        if (members == 0) return 0;
        // At most 10,000 × 12 × 24 / (6 × 24) = 20,000.
        return uint16((10_000 * unique * members) / (6 * total));
    }

    /// @notice Whether the exact fraction lies under the self-sustaining 48.
    function below48(uint256 unique, uint256 total, uint256 members) internal pure returns (bool) {
        return members != 0 && 10_000 * unique * members < uint256(Constants.SUSTAINING_SCORE) * 6 * total;
    }

    /// @notice How many of the 12 counts are not zero.
    function uniqueOf(uint96 counts) internal pure returns (uint256) {
        unchecked {
            // A byte of 1 to 24 plus 0x7f sets its top bit without carrying; the product gathers the bits in byte 11.
            return (((((uint256(counts) + SEVENS) >> 7) & ONES) * ONES) >> 88) & 0xff;
        }
    }

    /// @notice The counts with the skills of `gone` taken off and those of `come` added.
    function moved(uint96 counts, SkillSet gone, SkillSet come) internal pure returns (uint96) {
        return uint96(uint256(counts) + _ones(come) - _ones(gone));
    }

    function _ones(SkillSet set) private pure returns (uint256 ones) {
        uint256 n = set.count();
        unchecked {
            for (uint256 i; i < n; ++i) {
                (uint8 skill,,) = set.get(i);
                ones += 1 << ((skill % Constants.SKILLS_PER_TEMPLATE) * 8);
            }
        }
    }
}

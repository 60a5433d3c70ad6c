// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Constants} from "../libraries/Constants.sol";
import {SkillValues} from "../generated/SkillValues.sol";

/// One to three active skills of a wallet in 48 bits: three entries of 16 bits, filled from the lowest.
/// Entry: bits 0-7 skill id + 1 (0: empty), bits 8-11 level, bit 12 validated.
type SkillSet is uint48;

using SkillSets for SkillSet global;

/// @title Reading and rewriting of a packed set of active skills
library SkillSets {
    uint256 private constant ENTRY_BITS = 16;
    uint256 private constant ENTRY_MASK = 0xffff;

    SkillSet internal constant EMPTY = SkillSet.wrap(0);

    /// @notice Number of active skills, 0 to 3.
    function count(SkillSet set) internal pure returns (uint256 n) {
        uint256 rest = SkillSet.unwrap(set);
        while (rest != 0) {
            rest >>= ENTRY_BITS;
            ++n;
        }
    }

    /// @notice Entry `i`, which must exist.
    function get(SkillSet set, uint256 i) internal pure returns (uint8 skill, uint8 level, bool validated) {
        unchecked {
            uint256 entry = SkillSet.unwrap(set) >> (i * ENTRY_BITS);
            // Each field is masked to fewer bits than its type.
            skill = uint8((entry & 0xff) - 1);
            level = uint8((entry >> 8) & 0xf);
            validated = (entry >> 12) & 1 != 0;
        }
    }

    /// @notice Position of `skill`, or 3 when it is not active.
    function indexOf(SkillSet set, uint8 skill) internal pure returns (uint256 i) {
        uint256 rest = SkillSet.unwrap(set);
        unchecked {
            uint256 wanted = uint256(skill) + 1;
            while (rest != 0) {
                if (rest & 0xff == wanted) return i;
                rest >>= ENTRY_BITS;
                ++i;
            }
        }
        return Constants.MAX_SKILLS;
    }

    /// @notice Whether `skill` is active.
    function has(SkillSet set, uint8 skill) internal pure returns (bool) {
        return indexOf(set, skill) != Constants.MAX_SKILLS;
    }

    /// @notice The set with entry `i` replaced.
    function with(SkillSet set, uint256 i, uint8 skill, uint8 level, bool validated) internal pure returns (SkillSet) {
        unchecked {
            uint256 entry = (uint256(skill) + 1) | (uint256(level) << 8) | (validated ? 1 << 12 : 0);
            uint256 shift = i * ENTRY_BITS;
            // i < 3, so that the result stays within 48 bits.
            return SkillSet.wrap(uint48((SkillSet.unwrap(set) & ~(ENTRY_MASK << shift)) | (entry << shift)));
        }
    }

    /// @notice Template that all skills of the set come from; the set must not be empty.
    function template(SkillSet set) internal pure returns (uint8 id) {
        (uint8 first,,) = get(set, 0);
        return first / Constants.SKILLS_PER_TEMPLATE;
    }

    /// @notice `Σ value × level` over all skills and over those not validated yet (spec §2.4), in whole credits.
    function credits(SkillSet set) internal pure returns (uint256 all, uint256 locked) {
        uint256 rest = SkillSet.unwrap(set);
        unchecked {
            while (rest != 0) {
                uint256 part = SkillValues.valueOf((rest & 0xff) - 1) * ((rest >> 8) & 0xf);
                all += part;
                if ((rest >> 12) & 1 == 0) locked += part;
                rest >>= ENTRY_BITS;
            }
        }
    }
}

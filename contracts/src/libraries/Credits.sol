// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Constants} from "./Constants.sol";
import {SkillValues} from "../generated/SkillValues.sol";

/// @title What is granted, unlocked, spendable and paid (spec §2.5, §3.3-3.6, §4.1, §6.3)
/// @dev Amounts in base units. Remainders of divisions stay in the vault.
library Credits {
    using Math for uint256;

    /// @notice What a wallet should have been granted: `2,000 + Σ value × level`.
    /// @param worth `Σ value × level` of its active skills, whole credits (`SkillSets.credits`).
    function target(uint256 worth) internal pure returns (uint256) {
        return (Constants.BASE_GRANT + worth) * Constants.CREDIT;
    }

    /// @notice Credits of a gig: `commitment × value of its skill`.
    function ofGig(uint8 skill, uint8 commitment) internal pure returns (uint256) {
        return SkillValues.valueOf(skill) * commitment * Constants.CREDIT;
    }

    /// @notice Movements at a joining. The vault gives at most its share of one free seat, for unlocking first.
    /// @param carried What the last leaving returned. @param freeSeats The newcomer's own included.
    /// @return unlocked Of what was carried. @return paid Grant from the vault. @return returned Grant taken back from what was unlocked.
    function admission(uint256 carried, uint256 granted, uint256 target_, uint256 vault, uint256 freeSeats)
        internal
        pure
        returns (uint256 unlocked, uint256 paid, uint256 returned)
    {
        uint256 room = vault / freeSeats;
        unlocked = carried.min(room);
        (paid, returned) = settlement(target_, granted, unlocked, room - unlocked);
    }

    /// @notice Movements of `settle`: what the vault pays or the member returns, as far as the payer can give.
    function settlement(uint256 target_, uint256 granted, uint256 balance, uint256 vault)
        internal
        pure
        returns (uint256 paid, uint256 returned)
    {
        if (target_ > granted) paid = (target_ - granted).min(vault);
        else returned = (granted - target_).min(balance);
    }

    /// @notice How much of `wanted` a claim unlocks while the vault keeps its reserve.
    function claimable(uint256 wanted, uint256 vault, uint256 freeSeats) internal pure returns (uint256) {
        uint256 reserve = (Constants.RESERVE_PER_SEAT * freeSeats + Constants.RESERVE_BASE) * Constants.CREDIT;
        return wanted.min(Constants.CLAIM_LIMIT * Constants.CREDIT).min(vault.saturatingSub(reserve));
    }

    /// @notice What a member can transfer (once validated) or escrow.
    /// @param locked Whole credits of the skills not validated.
    function spendable(uint256 balance, uint256 locked, uint256 granted, bool validated)
        internal
        pure
        returns (uint256)
    {
        uint256 keep = locked * Constants.CREDIT;
        if (!validated) keep = keep.max(granted.saturatingSub(Constants.UNVALIDATED_ALLOWANCE * Constants.CREDIT));
        return balance.saturatingSub(keep);
    }

    /// @notice What a completed gig moves from the vault to the treasury account, and back from it once it reached the fair share.
    function treasuryPayment(uint256 vault, uint256 treasury, uint256 credits)
        internal
        pure
        returns (uint256 paid, bool due, uint256 returned)
    {
        paid = credits.min(vault);
        due = treasury + paid >= Constants.FAIR_SHARE * Constants.CREDIT;
        if (due) returned = treasury + paid - Constants.BASE_GRANT * Constants.CREDIT;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-5192: minimal soulbound tokens
/// @dev Source: EIP-5192. Interface id 0xb45a3c0e.
interface IERC5192 {
    /// @notice The token can't be transferred from now on.
    event Locked(uint256 tokenId);
    /// @notice Never emitted here.
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token is locked; reverts for tokens that don't exist.
    function locked(uint256 tokenId) external view returns (bool);
}

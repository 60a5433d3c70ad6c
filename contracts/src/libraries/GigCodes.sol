// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {CodeAction} from "../types/Enums.sol";
import {GigState} from "../types/GigState.sol";

/// @title Signed codes of gigs (spec §4.6, EIP-712)
library GigCodes {
    /// @dev keccak256 of the type as it stands here; the fields bind gig, state, wallet, act, round and time.
    bytes32 internal constant TYPEHASH =
        keccak256("GigCode(uint64 gigId,uint8 state,uint32 walletId,uint8 action,uint32 round,uint40 expiry)");

    /// @notice EIP-712 struct hash of a code.
    function structHash(uint64 gigId, GigState state, uint32 walletId, CodeAction action, uint32 round, uint40 expiry)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(TYPEHASH, gigId, state, walletId, action, round, expiry));
    }

    /// @notice Whether `owner` signed `digest`: its key, or the contract that it is (ERC-1271).
    /// @dev The key is tried first: looking whether an address has code costs 2,600 gas.
    function isSignedBy(address owner, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (err == ECDSA.RecoverError.NoError && signer == owner) return true;
        return owner.code.length != 0 && SignatureChecker.isValidERC1271SignatureNow(owner, digest, signature);
    }
}

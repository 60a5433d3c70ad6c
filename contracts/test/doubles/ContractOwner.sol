// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A contract account: acts for whoever calls, signs with the key of its guardian (ERC-1271)
contract ContractOwner is IERC1271 {
    address private immutable GUARDIAN;

    constructor(address guardian) {
        GUARDIAN = guardian;
    }

    function act(address target, bytes calldata data) external {
        (bool ok, bytes memory returned) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(returned, 32), mload(returned))
            }
        }
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecoverCalldata(hash, signature);
        return signer == GUARDIAN ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

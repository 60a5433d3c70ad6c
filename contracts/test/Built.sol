// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

/// @title Deploys what the default profile built
/// @dev Tests see interfaces only: they run against the very bytecode that is deployed, and compile in seconds without its pipeline.
abstract contract Built is Test {
    function deployBuilt(string memory name, bytes memory arguments) internal returns (address) {
        return deployCode(string.concat("out/", name, ".sol/", name, ".json"), arguments);
    }
}

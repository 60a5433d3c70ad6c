// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGigs} from "../../src/interfaces/IGigs.sol";
import {CodeAction} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {ContractOwner} from "../doubles/ContractOwner.sol";
import {Street} from "../doubles/Street.sol";
import {Person} from "../Town.sol";

/// What a code says, with the domain it is signed for.
struct Code {
    uint64 gigId;
    uint8 state;
    uint32 walletId;
    uint8 action;
    uint32 round;
    uint40 expiry;
    uint256 chainId;
    address verifyingContract;
}

/// @title Signed codes (spec §4.6, §14.8)
/// @dev The digest is computed here a second time, from the text of the specification.
contract CodesTest is Street {
    /// @dev The chain that tests run on.
    uint256 private constant HOME = 31337;
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function test_acceptRequest_revertsWithCodeExpired() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.warp(uint256(expiry) + 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.CodeExpired.selector, expiry));
        _accept(gigId, takerId, expiry, code);
    }

    function test_acceptRequest_inTheSecondOfTheExpiry() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.warp(expiry);
        _accept(gigId, takerId, expiry, code);
        assertState(gigId, GigState.Taken);
    }

    function test_acceptRequest_revertsWithCodeTooLong() public {
        uint64 gigId = openGig();
        uint40 latest = uint40(vm.getBlockTimestamp() + 30 days);
        bytes memory code = sign(taker, gigId, latest + 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.CodeTooLong.selector, latest + 1, latest));
        _accept(gigId, takerId, latest + 1, code);
        // The limit holds when it is used.
        skip(1);
        _accept(gigId, takerId, latest + 1, code);
    }

    function test_acceptRequest_revertsWithCodeTooLongForEver() public {
        uint64 gigId = openGig();
        uint40 latest = uint40(vm.getBlockTimestamp() + 30 days);
        bytes memory code = sign(taker, gigId, type(uint40).max);
        vm.expectRevert(abi.encodeWithSelector(IGigs.CodeTooLong.selector, type(uint40).max, latest));
        _accept(gigId, takerId, type(uint40).max, code);
    }

    function test_completeGig_revertsWithCodeExpired() public {
        uint64 gigId = submittedGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.warp(uint256(expiry) + 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.CodeExpired.selector, expiry));
        _complete(gigId, expiry, code);
        vm.warp(expiry);
        _complete(gigId, expiry, code);
        assertState(gigId, GigState.Completed);
    }

    function test_completeGig_revertsWithCodeTooLong() public {
        uint64 gigId = submittedGig();
        uint40 latest = uint40(vm.getBlockTimestamp() + 14 days);
        bytes memory code = sign(taker, gigId, latest + 1);
        vm.expectRevert(abi.encodeWithSelector(IGigs.CodeTooLong.selector, latest + 1, latest));
        _complete(gigId, latest + 1, code);
        code = sign(taker, gigId, latest);
        _complete(gigId, latest, code);
        assertState(gigId, GigState.Completed);
    }

    function test_acceptRequest_revertsWithInvalidCodeReplayedAfterReopening() public {
        uint64 gigId = openGig();
        uint40 expiry = uint40(vm.getBlockTimestamp() + 30 days);
        bytes memory code = sign(taker, gigId, expiry);
        _accept(gigId, takerId, expiry, code);
        giveUp(gigId);
        // The ban is over in the second in which the code is still good.
        vm.warp(expiry);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, code);
        // A request for the new round is taken.
        accept(creator, taker, gigId);
    }

    function test_completeGig_revertsWithInvalidCodeReplayedAfterChanges() public {
        uint64 gigId = submittedGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        requestChanges(gigId);
        submit(taker, gigId);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(gigId, expiry, code);
    }

    function test_codes_revertWithInvalidCodeOfAnotherAction() public {
        uint64 gigId = openGig();
        Code memory code = _code(gigId, takerId);
        // A completion code is no request, whatever state and round it names.
        code.action = uint8(CodeAction.Completion);
        _expectInvalidRequest(code);
        code.state = uint8(GigState.Submitted);
        _expectInvalidRequest(code);

        accept(creator, taker, gigId);
        submit(taker, gigId);
        code = _code(gigId, takerId);
        code.action = uint8(CodeAction.Request);
        _expectInvalidCompletion(code);
        code.state = uint8(GigState.Open);
        _expectInvalidCompletion(code);
    }

    function test_completeGig_revertsWithInvalidCodeOfTheRequest() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory request = sign(taker, gigId, expiry);
        _accept(gigId, takerId, expiry, request);
        submit(taker, gigId);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(gigId, expiry, request);
    }

    function test_acceptRequest_revertsWithInvalidCodeOfAnotherGig() public {
        uint64 gigId = openGig();
        uint64 second = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, second, expiry);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, code);
    }

    function test_acceptRequest_revertsWithInvalidCodeOfAnotherWallet() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, otherId, expiry, code);
        // Signed by somebody else for the taker's wallet.
        code = signDigest(other, gigs.codeDigest(gigId, takerId, expiry));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, code);
        // Least of all by the creator.
        code = signDigest(creator, gigs.codeDigest(gigId, takerId, expiry));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, code);
    }

    function test_completeGig_revertsWithInvalidCodeNotByTheTaker() public {
        uint64 gigId = submittedGig();
        uint40 expiry = inAnHour();
        bytes memory code = signDigest(creator, gigs.codeDigest(gigId, takerId, expiry));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(gigId, expiry, code);
        code = sign(other, gigId, expiry);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(gigId, expiry, code);
    }

    function test_codes_revertWithInvalidCodeOfAnotherChain() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.chainId(HOME + 1);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, code);
        vm.chainId(HOME);
        _accept(gigId, takerId, expiry, code);

        submit(taker, gigId);
        code = sign(taker, gigId, expiry);
        vm.chainId(HOME + 1);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(gigId, expiry, code);
        vm.chainId(HOME);
        _complete(gigId, expiry, code);
    }

    function test_codes_revertWithInvalidCodeWhenMalleated() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes32 digest = gigs.codeDigest(gigId, takerId, expiry);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(taker.key, digest);
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        // The precompile takes it, the contract must not.
        assertEq(ecrecover(digest, v ^ 7, r, high), taker.addr);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, abi.encodePacked(r, high, v ^ 7));
        _accept(gigId, takerId, expiry, abi.encodePacked(r, s, v));
    }

    function testFuzz_codes_revertWithInvalidCodeOfAnotherLength(uint256 length) public {
        length = bound(length, 0, 200);
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory whole = abi.encodePacked(sign(taker, gigId, expiry), new bytes(135));
        if (length == 65) length = 64;
        assembly ("memory-safe") {
            mstore(whole, length)
        }
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, whole);
    }

    function test_codes_revertWithInvalidCodeInCompactForm() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        (bytes32 r, bytes32 vs) = vm.signCompact(taker.key, gigs.codeDigest(gigId, takerId, expiry));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, abi.encodePacked(r, vs));
    }

    function testFuzz_codes_revertWithInvalidCodeWhenAltered(uint256 seed, uint256 change) public {
        uint64 gigId = openGig();
        bool completion = seed % 2 == 1;
        if (completion) {
            accept(creator, taker, gigId);
            submit(taker, gigId);
        }
        Code memory code = _code(gigId, takerId);
        bytes memory words = abi.encode(code);
        uint8[8] memory bits = [64, 8, 32, 8, 32, 40, 64, 160];
        uint256 field = (seed >> 1) % 8;
        uint256 flip = 1 << bound(change, 0, bits[field] - 1);
        assembly ("memory-safe") {
            let word := add(add(words, 32), mul(field, 32))
            mstore(word, xor(mload(word), flip))
        }
        Code memory altered = abi.decode(words, (Code));
        bytes memory signature = signDigest(taker, _digest(altered));
        vm.expectRevert(IGigs.InvalidCode.selector);
        if (completion) _complete(gigId, code.expiry, signature);
        else _accept(gigId, takerId, code.expiry, signature);

        // And the one that says what is meant is taken.
        signature = signDigest(taker, _digest(code));
        if (completion) _complete(gigId, code.expiry, signature);
        else _accept(gigId, takerId, code.expiry, signature);
    }

    function testFuzz_codes_revertWithInvalidCodeOfARandomSignature(bytes32 r, bytes32 s, uint8 v) public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, takerId, expiry, abi.encodePacked(r, s, v));
    }

    function test_codeDigest_revertsWithWrongState() public {
        uint64 gigId = takenGig();
        vm.expectRevert(abi.encodeWithSelector(IGigs.WrongState.selector, gigId, GigState.Taken));
        gigs.codeDigest(gigId, takerId, 0);
    }

    function test_codeDigest_matchesTheSpecification() public {
        uint64 gigId = openGig();
        Code memory code = _code(gigId, takerId);
        assertEq(gigs.codeDigest(gigId, takerId, code.expiry), _digest(code));
        accept(creator, taker, gigId);
        submit(taker, gigId);
        code = _code(gigId, takerId);
        assertEq(code.round, 1);
        assertEq(gigs.codeDigest(gigId, takerId, code.expiry), _digest(code));
    }

    function test_codes_ofAContractOwner() public {
        Person memory guardian = person("guardian");
        ContractOwner account = new ContractOwner(guardian.addr);
        account.act(
            address(wallets),
            abi.encodeCall(wallets.createAndJoin, (here, oneSkill(TEACHING, 5), keccak256("key"), bytes32(0)))
        );
        uint32 walletId = wallets.walletOf(address(account));
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory forged = signDigest(taker, gigs.codeDigest(gigId, walletId, expiry));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, walletId, expiry, forged);
        bytes memory code = signDigest(guardian, gigs.codeDigest(gigId, walletId, expiry));
        _accept(gigId, walletId, expiry, code);
        assertEq(gigs.gig(gigId).taker, walletId);

        account.act(address(gigs), abi.encodeCall(gigs.submitGig, (gigId, WORK)));
        forged = signDigest(taker, gigs.codeDigest(gigId, walletId, expiry));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(gigId, expiry, forged);
        code = signDigest(guardian, gigs.codeDigest(gigId, walletId, expiry));
        _complete(gigId, expiry, code);
        assertState(gigId, GigState.Completed);
    }

    function test_codes_ofAContractThatSignsNothing() public {
        // This test contract knows no ERC-1271.
        uint32 walletId = wallets.createAndJoin(here, oneSkill(TEACHING, 5), keccak256("key"), 0);
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(gigId, walletId, expiry, code);
    }

    function test_codes_ofADelegatedAccount() public {
        uint64 gigId = openGig();
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        // EIP-7702: the owner has code, its key still signs.
        vm.etch(taker.addr, abi.encodePacked(hex"ef0100", address(registry)));
        _accept(gigId, takerId, expiry, code);
        assertState(gigId, GigState.Taken);
    }

    function _code(uint64 gigId, uint32 walletId) private view returns (Code memory) {
        GigState state = stateOf(gigId);
        CodeAction action = state == GigState.Open ? CodeAction.Request : CodeAction.Completion;
        return Code({
            gigId: gigId,
            state: uint8(state),
            walletId: walletId,
            action: uint8(action),
            round: gigs.gig(gigId).round,
            expiry: inAnHour(),
            chainId: HOME,
            verifyingContract: address(gigs)
        });
    }

    function _digest(Code memory code) private pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Distributed Town"),
                keccak256("1"),
                code.chainId,
                code.verifyingContract
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("GigCode(uint64 gigId,uint8 state,uint32 walletId,uint8 action,uint32 round,uint40 expiry)"),
                code.gigId,
                code.state,
                code.walletId,
                code.action,
                code.round,
                code.expiry
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _expectInvalidRequest(Code memory code) private {
        bytes memory signature = signDigest(taker, _digest(code));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _accept(code.gigId, takerId, code.expiry, signature);
    }

    function _expectInvalidCompletion(Code memory code) private {
        bytes memory signature = signDigest(taker, _digest(code));
        vm.expectRevert(IGigs.InvalidCode.selector);
        _complete(code.gigId, code.expiry, signature);
    }

    function _accept(uint64 gigId, uint32 walletId, uint40 expiry, bytes memory code) private {
        vm.prank(creator.addr);
        gigs.acceptRequest(gigId, walletId, expiry, code);
    }

    function _complete(uint64 gigId, uint40 expiry, bytes memory code) private {
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {ISkillWallet} from "../../src/interfaces/ISkillWallet.sol";
import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Ledger, Street} from "../doubles/Street.sol";
import {ValidatorDouble} from "../doubles/ValidatorDouble.sol";
import {Person} from "../Town.sol";

/// @title Acts signed by a person and sent by a relayer through the ERC-2771 forwarder
contract MetaTransactionsTest is Street {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant REQUEST_TYPEHASH = keccak256(
        "ForwardRequest(address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,bytes data)"
    );

    /// @dev The chain that tests run on.
    uint256 private constant HOME = 31337;

    address private relayer = makeAddr("relayer");
    /// @dev Kept beside `block.chainid`, which the optimizer takes for constant within a transaction.
    uint256 private chain = HOME;

    function test_execute_aWholeStory() public {
        Person[3] memory p = [person("founder"), person("worker"), person("third")];
        _forward(
            p[0],
            address(registry),
            abi.encodeCall(
                IRegistry.createAndFound, (charter(0), oneSkill(TEACHING, 5), keccak256("key"), keccak256("profile"))
            )
        );
        uint32 there = registry.communities();
        for (uint256 i = 1; i < 3; ++i) {
            _forward(
                p[i],
                address(wallets),
                abi.encodeCall(ISkillWallet.createAndJoin, (there, oneSkill(TEACHING, 5), keccak256("key"), bytes32(0)))
            );
        }
        assertEq(wallets.ownerOf(walletOf(p[0])), p[0].addr);
        assertEq(community(there).state().founder, walletOf(p[0]));
        assertTrue(community(there).state().active);
        uint256 earner = community(there).balanceOf(p[1].addr);

        uint64 gigId = (uint64(there) << 24) + 1;
        _create(p[0]);
        _accept(p[0], p[1], gigId);
        _act(p[1], abi.encodeCall(IGigs.giveUpGig, (gigId)));
        _accept(p[0], p[2], gigId);
        skip(7 days + 1);
        _act(p[0], abi.encodeCall(IGigs.reclaimGig, (gigId)));
        _act(p[0], abi.encodeCall(IGigs.cancelGig, (gigId)));
        assertState(gigId, GigState.Cancelled);

        skip(30 days);
        _create(p[0]);
        ++gigId;
        _accept(p[0], p[1], gigId);
        _act(p[1], abi.encodeCall(IGigs.submitGig, (gigId, WORK)));
        _act(p[0], abi.encodeCall(IGigs.requestChanges, (gigId)));
        _act(p[1], abi.encodeCall(IGigs.submitGig, (gigId, WORK)));
        uint40 expiry = inAnHour();
        _act(p[0], abi.encodeCall(IGigs.completeGig, (gigId, expiry, sign(p[1], gigId, expiry))));
        _act(p[0], abi.encodeCall(IGigs.rateGig, (gigId, 9)));
        assertState(gigId, GigState.Rated);
        assertEq(community(there).balanceOf(p[1].addr), earner + 48 * CREDIT);
        assertEq(wallets.ratings(walletOf(p[1]), TEACHING).sum, 9);

        _forward(p[0], address(community(there)), abi.encodeCall(ICommunity(address(0)).approve, (p[1].addr, 5)));
        assertEq(community(there).allowance(p[0].addr, p[1].addr), 5);
        _forward(p[1], address(wallets), abi.encodeCall(ISkillWallet.leave, (noGigs())));
        assertEq(wallets.wallet(walletOf(p[1])).communityId, 0);
        // The relayer never became anybody.
        assertEq(wallets.walletOf(relayer), 0);
        assertEq(wallets.walletOf(address(forwarder)), 0);
    }

    function test_execute_transfersAndAdopts() public {
        validateAll();
        address home = address(community(here));
        Ledger memory before = ledger();
        _forward(creator, home, abi.encodeCall(ICommunity(address(0)).transfer, (taker.addr, 7 * CREDIT)));
        assertMoved(before, -7, 7, 0, 0, 0);
        _forward(creator, home, abi.encodeCall(ICommunity(address(0)).approve, (other.addr, 9 * CREDIT)));
        _forward(
            other, home, abi.encodeCall(ICommunity(address(0)).transferFrom, (creator.addr, taker.addr, 9 * CREDIT))
        );
        assertMoved(before, -16, 16, 0, 0, 0);
        vm.prank(operator);
        registry.offerRelease(address(0), address(0));
        skip(7 days);
        _forward(creator, home, abi.encodeCall(ICommunity.adoptRelease, (1)));
        assertEq(community(here).state().release, 1);
    }

    function test_execute_refusesWhatTheSignerMayNot() public {
        uint64 gigId = openGig();
        // Anyone's cancelling is too early, whoever sends it.
        ERC2771Forwarder.ForwardRequestData memory request =
            _request(stranger, address(gigs), abi.encodeCall(IGigs.cancelGig, (gigId)));
        vm.expectRevert(Errors.FailedCall.selector);
        vm.prank(creator.addr);
        forwarder.execute(request);
        assertEq(forwarder.nonces(stranger.addr), 0);
        assertState(gigId, GigState.Open);
    }

    function test_suffix_ofACallerThatIsNotTheForwarder() public {
        uint64 gigId = takenGig();
        bytes memory forged = abi.encodePacked(abi.encodeCall(IGigs.submitGig, (gigId, WORK)), taker.addr);
        address[3] memory callers = [stranger.addr, creator.addr, address(registry)];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            (bool ok, bytes memory returned) = address(gigs).call(forged);
            assertFalse(ok);
            assertEq(returned, abi.encodeWithSelector(IGigs.NotParty.selector, gigId, callers[i]));
        }
        forged = abi.encodePacked(abi.encodeCall(ISkillWallet.leave, (noGigs())), other.addr);
        vm.prank(stranger.addr);
        (bool left, bytes memory reason) = address(wallets).call(forged);
        assertFalse(left);
        assertEq(reason, abi.encodeWithSelector(ISkillWallet.NoWallet.selector, stranger.addr));

        address home = address(community(here));
        forged = abi.encodePacked(abi.encodeCall(ICommunity(address(0)).approve, (stranger.addr, 1)), creator.addr);
        vm.prank(stranger.addr);
        (bool approved,) = home.call(forged);
        assertTrue(approved);
        assertEq(community(here).allowance(creator.addr, stranger.addr), 0);
        assertEq(community(here).allowance(stranger.addr, stranger.addr), 1);

        forged = abi.encodePacked(abi.encodeCall(IRegistry.offerRelease, (address(0), address(0))), operator);
        vm.prank(stranger.addr);
        (bool offered,) = address(registry).call(forged);
        assertFalse(offered);
    }

    function test_suffix_insideAForwardedCallActsAsTheSigner() public {
        bytes memory data =
            abi.encodePacked(abi.encodeCall(ISkillWallet.setProfile, (keccak256("new profile"))), creator.addr);
        bytes32 kept = wallets.wallet(creatorId).profile;
        vm.expectEmit(address(wallets));
        emit ISkillWallet.ProfileChanged(otherId, keccak256("new profile"));
        _forward(other, address(wallets), data);
        assertEq(wallets.wallet(creatorId).profile, kept);
        assertEq(wallets.wallet(otherId).profile, keccak256("new profile"));

        uint64 gigId = openGig();
        data = abi.encodePacked(abi.encodeCall(IGigs.cancelGig, (gigId)), creator.addr);
        ERC2771Forwarder.ForwardRequestData memory request = _request(stranger, address(gigs), data);
        vm.expectRevert(Errors.FailedCall.selector);
        forwarder.execute(request);
    }

    function testFuzz_suffix_insideAForwardedCallActsAsTheSigner(bytes calldata suffix) public {
        bytes memory data = abi.encodePacked(abi.encodeCall(ISkillWallet.setMessagingKey, (WORK)), suffix);
        _forward(other, address(wallets), data);
        assertEq(wallets.wallet(otherId).messagingKey, WORK);
        assertEq(wallets.wallet(creatorId).messagingKey, keccak256("key"));
        assertEq(wallets.wallet(takerId).messagingKey, keccak256("key"));
    }

    /// @dev The steps between the town's contracts look at the caller itself, never at a suffix.
    function test_suffix_opensNoInternalDoor() public {
        ValidatorDouble validator = new ValidatorDouble(gigs);
        adopt(address(validator), address(0));
        uint64 gigId = openGig();
        address[4] memory targets = [address(gigs), address(gigs), address(wallets), address(community(here))];
        address[4] memory insiders = [address(validator), address(wallets), address(gigs), address(gigs)];
        bytes[4] memory calls = [
            abi.encodeCall(IGigs.fulfil, (gigId, 0, Transition.Creation, true)),
            abi.encodeCall(IGigs.cancelOwn, (creatorId, oneGig(gigId))),
            abi.encodeCall(ISkillWallet.gigClosed, (creatorId)),
            abi.encodeCall(ICommunity.refund, (creator.addr, 48 * CREDIT))
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(address(forwarder));
            (bool ok, bytes memory returned) = targets[i].call(abi.encodePacked(calls[i], insiders[i]));
            assertFalse(ok);
            assertEq(returned, abi.encodeWithSelector(IGigs.Unauthorized.selector, address(forwarder)));
        }
    }

    function test_execute_revertsWhenReplayed() public {
        ERC2771Forwarder.ForwardRequestData memory request = _creation(creator);
        forwarder.execute(request);
        assertEq(community(here).state().gigs, 1);
        assertFalse(forwarder.verify(request));
        _expectInvalidSigner(request, 1);
        forwarder.execute(request);
        // Nor in a batch that passes over what is invalid.
        ERC2771Forwarder.ForwardRequestData[] memory batch = new ERC2771Forwarder.ForwardRequestData[](1);
        batch[0] = request;
        forwarder.executeBatch(batch, payable(relayer));
        assertEq(community(here).state().gigs, 1);
    }

    function test_execute_revertsWhenExpired() public {
        ERC2771Forwarder.ForwardRequestData memory request = _creation(creator);
        vm.warp(uint256(request.deadline) + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ERC2771Forwarder.ERC2771ForwarderExpiredRequest.selector, request.deadline)
        );
        forwarder.execute(request);
        vm.warp(request.deadline);
        forwarder.execute(request);
        assertEq(community(here).state().gigs, 1);
    }

    function test_execute_revertsWhenAltered() public {
        ERC2771Forwarder.ForwardRequestData memory signed = _creation(creator);
        for (uint256 i; i < 5; ++i) {
            ERC2771Forwarder.ForwardRequestData memory request =
                abi.decode(abi.encode(signed), (ERC2771Forwarder.ForwardRequestData));
            if (i == 0) request.from = taker.addr;
            if (i == 1) request.to = address(wallets);
            if (i == 2) request.gas += 1;
            if (i == 3) request.deadline += 1;
            if (i == 4) request.data = abi.encodeCall(IGigs.createGig, (TEACHING, 10, RECORD, 7, 0));
            assertFalse(forwarder.verify(request));
            _expectInvalidSigner(request, 0);
            forwarder.execute(request);
        }
        assertEq(community(here).state().gigs, 0);
    }

    function test_execute_revertsOnAnotherChain() public {
        ERC2771Forwarder.ForwardRequestData memory request = _creation(creator);
        _moveTo(HOME + 1);
        assertFalse(forwarder.verify(request));
        _expectInvalidSigner(request, 0);
        forwarder.execute(request);
        _moveTo(HOME);
        forwarder.execute(request);
        assertEq(community(here).state().gigs, 1);
    }

    function test_execute_revertsWithAnotherNonce() public {
        ERC2771Forwarder.ForwardRequestData memory request = _creation(creator);
        request.signature = _signature(creator, request, 1);
        _expectInvalidSigner(request, 0);
        forwarder.execute(request);
        // Its turn comes after the one before it.
        forwarder.execute(_creation(creator));
        forwarder.execute(request);
        assertEq(community(here).state().gigs, 2);
    }

    function test_execute_revertsForAnotherForwarder() public {
        ERC2771Forwarder foreign = new ERC2771Forwarder("Distributed Town");
        ERC2771Forwarder.ForwardRequestData memory request = _creation(creator);
        vm.expectRevert(
            abi.encodeWithSelector(ERC2771Forwarder.ERC2771UntrustfulTarget.selector, address(gigs), address(foreign))
        );
        foreign.execute(request);
    }

    /// @dev Who relays can't make the act fail and the nonce be used up.
    function testFuzz_execute_aStarvedRequestKeepsItsNonce(uint256 gas) public {
        ERC2771Forwarder.ForwardRequestData memory request = _creation(creator);
        gas = bound(gas, 30_000, 1_200_000);
        (bool ok,) = address(forwarder).call{gas: gas}(abi.encodeCall(ERC2771Forwarder.execute, (request)));
        assertEq(forwarder.nonces(creator.addr), ok ? 1 : 0);
        assertEq(community(here).state().gigs, ok ? 1 : 0);
    }

    function _moveTo(uint256 chainId) private {
        chain = chainId;
        vm.chainId(chainId);
    }

    function _create(Person memory who) private {
        _act(who, abi.encodeCall(IGigs.createGig, (TEACHING, 2, RECORD, 7, 0)));
    }

    function _accept(Person memory maker, Person memory worker, uint64 gigId) private {
        uint40 expiry = inAnHour();
        bytes memory code = sign(worker, gigId, expiry);
        _act(maker, abi.encodeCall(IGigs.acceptRequest, (gigId, walletOf(worker), expiry, code)));
        assertState(gigId, GigState.Taken);
    }

    function _act(Person memory who, bytes memory data) private {
        _forward(who, address(gigs), data);
    }

    function _forward(Person memory who, address to, bytes memory data) private {
        ERC2771Forwarder.ForwardRequestData memory request = _request(who, to, data);
        vm.prank(relayer);
        forwarder.execute(request);
    }

    function _creation(Person memory who) private view returns (ERC2771Forwarder.ForwardRequestData memory) {
        return _request(who, address(gigs), abi.encodeCall(IGigs.createGig, (TEACHING, 2, RECORD, 7, 0)));
    }

    function _request(Person memory who, address to, bytes memory data)
        private
        view
        returns (ERC2771Forwarder.ForwardRequestData memory request)
    {
        request.from = who.addr;
        request.to = to;
        request.gas = 1_000_000;
        request.deadline = uint48(vm.getBlockTimestamp() + 10 minutes);
        request.data = data;
        request.signature = _signature(who, request, forwarder.nonces(who.addr));
    }

    function _signature(Person memory who, ERC2771Forwarder.ForwardRequestData memory request, uint256 nonce)
        private
        view
        returns (bytes memory)
    {
        return signDigest(who, _digest(request, nonce));
    }

    function _digest(ERC2771Forwarder.ForwardRequestData memory request, uint256 nonce) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Distributed Town"), keccak256("1"), chain, address(forwarder))
        );
        bytes32 message = keccak256(
            abi.encode(
                REQUEST_TYPEHASH,
                request.from,
                request.to,
                request.value,
                request.gas,
                nonce,
                request.deadline,
                keccak256(request.data)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    /// @dev For the digest that the forwarder sees, the signature belongs to a key that nobody has.
    function _expectInvalidSigner(ERC2771Forwarder.ForwardRequestData memory request, uint256 nonce) private {
        bytes memory signature = request.signature;
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
            v := byte(0, mload(add(signature, 96)))
        }
        address signer = ecrecover(_digest(request, nonce), v, r, s);
        assertTrue(signer != request.from);
        vm.expectRevert(
            abi.encodeWithSelector(ERC2771Forwarder.ERC2771ForwarderInvalidSigner.selector, signer, request.from)
        );
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {ICommunity} from "../src/interfaces/ICommunity.sol";
import {IGigs} from "../src/interfaces/IGigs.sol";
import {Charter, IRegistry} from "../src/interfaces/IRegistry.sol";
import {ISkillWallet, SkillChoice} from "../src/interfaces/ISkillWallet.sol";
import {Deployment} from "../src/TownContract.sol";
import {JoinPolicy} from "../src/types/Enums.sol";
import {Built} from "./Built.sol";

/// A person of a test: an address with its key.
struct Person {
    address addr;
    uint256 key;
}

/// @title What every test of the town starts from: one deployment and people who act in it
abstract contract Town is Built {
    uint8 internal constant GARDENING = 10;
    uint8 internal constant LEGAL = 4;
    uint8 internal constant TEACHING = 7;
    uint256 internal constant CREDIT = 1e18;
    bytes32 internal constant RECORD = keccak256("record");
    bytes32 internal constant WORK = keccak256("work");

    ERC2771Forwarder internal forwarder;
    ISkillWallet internal wallets;
    IGigs internal gigs;
    IRegistry internal registry;
    address internal operator = makeAddr("operator");

    function setUp() public virtual {
        vm.warp(1_760_000_000);
        deployTown();
    }

    function deployTown() internal {
        uint64 nonce = vm.getNonce(address(this));
        Deployment memory deployment = Deployment({
            forwarder: vm.computeCreateAddress(address(this), nonce),
            skillWallet: vm.computeCreateAddress(address(this), nonce + 1),
            gigs: vm.computeCreateAddress(address(this), nonce + 2),
            community: vm.computeCreateAddress(address(this), nonce + 3),
            registry: vm.computeCreateAddress(address(this), nonce + 4)
        });
        forwarder = new ERC2771Forwarder("Distributed Town");
        wallets = ISkillWallet(deployBuilt("SkillWallet", abi.encode(deployment)));
        gigs = IGigs(deployBuilt("Gigs", abi.encode(deployment)));
        deployBuilt(
            "Community", abi.encode(deployment.forwarder, deployment.registry, deployment.skillWallet, deployment.gigs)
        );
        registry = IRegistry(deployBuilt("Registry", abi.encode(deployment, operator)));
    }

    function person(string memory label) internal returns (Person memory) {
        (address addr, uint256 key) = makeAddrAndKey(label);
        return Person(addr, key);
    }

    function walletOf(Person memory who) internal view returns (uint32) {
        return wallets.walletOf(who.addr);
    }

    function community(uint32 communityId) internal view returns (ICommunity) {
        return ICommunity(registry.communityAddress(communityId));
    }

    function charter(uint8 template) internal pure returns (Charter memory) {
        return Charter({
            template: template,
            policy: JoinPolicy.Open,
            key: keccak256("community key"),
            name: "Via Verdi",
            purpose: "Neighbours who help each other.",
            place: "Turin",
            language: "it"
        });
    }

    function noSkills() internal pure returns (SkillChoice[] memory) {
        return new SkillChoice[](0);
    }

    function noGigs() internal pure returns (uint64[] memory) {
        return new uint64[](0);
    }

    function oneGig(uint64 gigId) internal pure returns (uint64[] memory ids) {
        ids = new uint64[](1);
        ids[0] = gigId;
    }

    function oneSkill(uint8 skill, uint8 level) internal pure returns (SkillChoice[] memory skills) {
        skills = new SkillChoice[](1);
        skills[0] = SkillChoice(skill, level);
    }

    function twoSkills(uint8 first, uint8 firstLevel, uint8 second, uint8 secondLevel)
        internal
        pure
        returns (SkillChoice[] memory skills)
    {
        skills = new SkillChoice[](2);
        skills[0] = SkillChoice(first, firstLevel);
        skills[1] = SkillChoice(second, secondLevel);
    }

    /// @dev `who` creates a wallet and founds a community of the template its skill belongs to.
    function found(Person memory who, uint8 skill, uint8 level) internal returns (uint32) {
        vm.prank(who.addr);
        return
            registry.createAndFound(charter(skill / 12), oneSkill(skill, level), keccak256("key"), keccak256("profile"));
    }

    /// @dev `who` creates a wallet and joins.
    function join(Person memory who, uint32 communityId, uint8 skill, uint8 level) internal returns (uint32) {
        vm.prank(who.addr);
        return wallets.createAndJoin(communityId, oneSkill(skill, level), keccak256("key"), keccak256("profile"));
    }

    function transfer(uint32 communityId, Person memory from, Person memory to, uint256 credits) internal {
        ICommunity here = community(communityId);
        vm.prank(from.addr);
        here.transfer(to.addr, credits * CREDIT);
    }

    function createGig(Person memory creator, uint8 skill, uint8 commitment) internal returns (uint64) {
        vm.prank(creator.addr);
        return gigs.createGig(skill, commitment, RECORD, 7, 0);
    }

    /// @dev Code for the gig as it stands, good for an hour.
    function sign(Person memory who, uint64 gigId, uint40 expiry) internal view returns (bytes memory) {
        return signDigest(who, gigs.codeDigest(gigId, walletOf(who), expiry));
    }

    function signDigest(Person memory who, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(who.key, digest);
        return abi.encodePacked(r, s, v);
    }

    function inAnHour() internal view returns (uint40) {
        return uint40(block.timestamp + 1 hours);
    }

    function accept(Person memory creator, Person memory taker, uint64 gigId) internal {
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        uint32 walletId = walletOf(taker);
        vm.prank(creator.addr);
        gigs.acceptRequest(gigId, walletId, expiry, code);
    }

    function submit(Person memory taker, uint64 gigId) internal {
        vm.prank(taker.addr);
        gigs.submitGig(gigId, WORK);
    }

    function complete(Person memory creator, Person memory taker, uint64 gigId) internal {
        uint40 expiry = inAnHour();
        bytes memory code = sign(taker, gigId, expiry);
        vm.prank(creator.addr);
        gigs.completeGig(gigId, expiry, code);
    }

    function rate(Person memory creator, uint64 gigId, uint8 rating) internal {
        vm.prank(creator.addr);
        gigs.rateGig(gigId, rating);
    }

    /// @dev A whole gig from creation to rating.
    function work(Person memory creator, Person memory taker, uint8 skill, uint8 commitment, uint8 rating)
        internal
        returns (uint64 gigId)
    {
        gigId = createGig(creator, skill, commitment);
        accept(creator, taker, gigId);
        submit(taker, gigId);
        complete(creator, taker, gigId);
        rate(creator, gigId, rating);
    }
}

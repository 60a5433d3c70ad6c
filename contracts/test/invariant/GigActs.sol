// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Transition} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {GhostGig, GhostWallet} from "./Ghost.sol";
import {GigSteps} from "./GigSteps.sol";

/// @title Acts on gigs: who tries which step with which gig
/// @dev Where no gig is in the state that an act starts from, work goes on somewhere instead.
abstract contract GigActs is GigSteps {
    function createGig(uint256 seed) external {
        _stir(seed);
        uint256 creator = _creator();
        (uint8 skill, uint8 commitment) = _task(creator);
        uint256 flaw = _roll(32);
        if (flaw == 0) commitment = 0;
        if (flaw == 1) commitment = 11;
        _createGig(creator, skill, commitment, flaw == 2 ? 0 : flaw == 3 ? 91 : uint8(1 + _roll(flaw < 8 ? 90 : 10)));
    }

    function cancelGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(_roll(4) == 0 ? GigState.Proposed : GigState.Open);
        if (place == NOBODY) return _workOn();
        if (_roll(4) == 0) _await(ghostGigs[place].since + 90 days);
        _cancelGig(place, _caller(ghostGigs[place].creator));
    }

    function acceptRequest(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Open);
        if (place == NOBODY) return _workOn();
        _acceptSome(place);
    }

    function giveUpGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Taken);
        if (place == NOBODY) return _workOn();
        _giveUpGig(place, _caller(ghostGigs[place].taker));
    }

    function reclaimGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Taken);
        if (place == NOBODY) return _workOn();
        GhostGig storage g = ghostGigs[place];
        address caller = _caller(g.creator);
        _await(caller == people[g.creator].addr ? g.deadline : g.deadline + 30 days);
        _reclaimGig(place, caller);
    }

    function submitGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Taken);
        if (place == NOBODY) return _workOn();
        _submitGig(place, _caller(ghostGigs[place].taker));
    }

    function requestChanges(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Submitted);
        if (place == NOBODY) return _workOn();
        _requestChanges(place, _caller(ghostGigs[place].creator));
    }

    function completeGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Submitted);
        if (place == NOBODY) return _workOn();
        GhostGig storage g = ghostGigs[place];
        uint256 signer = g.taker == NOBODY || _wild() ? _roll(ACTORS) : g.taker;
        _completeGig(place, _caller(g.creator), signer, _expiry(14 days));
    }

    function completeUnreviewed(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Submitted);
        if (place == NOBODY) return _workOn();
        _await(ghostGigs[place].since + 14 days);
        _completeUnreviewed(place, _caller(NOBODY));
    }

    function settleGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(_roll(2) == 0 ? GigState.Taken : GigState.Submitted);
        if (place == NOBODY) return _workOn();
        GhostGig storage g = ghostGigs[place];
        address caller = _caller(_roll(2) == 0 ? g.creator : g.taker);
        bool party = caller == people[g.creator].addr || (g.taker != NOBODY && caller == people[g.taker].addr);
        if (g.state == GigState.Taken) _await(party ? g.deadline : g.deadline + 30 days);
        else _await(g.since + 30 days);
        _settleGig(place, caller);
    }

    function lapseVerification(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(_roll(2) == 0 ? GigState.Taking : GigState.Completing);
        if (place == NOBODY) return _workOn();
        GhostGig storage g = ghostGigs[place];
        _await(g.state == GigState.Taking ? g.since + 1 hours : g.askedAt + 72 hours);
        _lapse(place, _caller(NOBODY));
    }

    /// @dev The validator answers, rarely for another round or transition.
    function fulfil(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn([GigState.Proposed, GigState.Taking, GigState.Completing][_roll(3)]);
        if (place == NOBODY) return _workOn();
        GhostGig storage g = ghostGigs[place];
        Transition transition = g.state == GigState.Proposed
            ? Transition.Creation
            : g.state == GigState.Taking ? Transition.Taking : Transition.Completion;
        if (_roll(16) == 0) transition = Transition(_roll(3));
        uint24 round = _roll(16) == 0 ? g.round + 1 : g.round;
        _fulfil(place, _roll(16) == 0 ? stranger.addr : address(this), round, transition, _roll(3) != 0);
    }

    function rateGig(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Completed);
        if (place == NOBODY) return _workOn();
        uint256 flaw = _roll(32);
        uint8 rating = flaw == 0 ? 0 : flaw == 1 ? 11 : uint8(1 + _roll(10));
        _rateGig(place, _caller(ghostGigs[place].creator), rating);
    }

    function rateByDefault(uint256 seed) external {
        _stir(seed);
        uint256 place = _gigIn(GigState.Completed);
        if (place == NOBODY) return _workOn();
        _await(ghostGigs[place].since + 14 days);
        _rateByDefault(place, _caller(NOBODY));
    }

    /// @dev A gig goes a step along the main path, with everybody willing.
    function advance(uint256 seed) external {
        _stir(seed);
        _workOn();
    }

    /// @dev Gigs for what a neighbour can do, from creation to rating, as far as nothing stands against them.
    function workThrough(uint256 seed) external {
        _stir(seed);
        uint256 creator = _creator();
        for (uint256 i; i < 3; ++i) {
            (uint8 skill, uint8 commitment) = _task(creator);
            uint256 place = ghostGigs.length;
            _createGig(creator, skill, commitment, 7);
            _workOut(place);
        }
    }

    /// @dev From Open to Rated, if the gig came into being, with everybody willing as a rule.
    function _workOut(uint256 place) internal {
        for (uint256 i; i < 8 && place < ghostGigs.length && ghostGigs[place].state < GigState.Rated; ++i) {
            _advance(place);
        }
    }

    /// @dev A new gig, or the next step of one.
    function _workOn() internal {
        if (live.length != 0 && _roll(3) != 0) return _advance(live[_roll(live.length)]);
        uint256 creator = _creator();
        (uint8 skill, uint8 commitment) = _task(creator);
        _createGig(creator, skill, commitment, uint8(1 + _roll(20)));
    }

    function _advance(uint256 place) private {
        GhostGig storage g = ghostGigs[place];
        if (g.state == GigState.Proposed) _fulfil(place, address(this), g.round, Transition.Creation, true);
        else if (g.state == GigState.Open) _acceptSome(place);
        else if (g.state == GigState.Taking) _fulfil(place, address(this), g.round, Transition.Taking, true);
        else if (g.state == GigState.Taken) _submitGig(place, people[g.taker].addr);
        else if (g.state == GigState.Completing) _fulfil(place, address(this), g.round, Transition.Completion, true);
        else if (g.state == GigState.Completed) _rateGig(place, people[g.creator].addr, uint8(1 + _roll(10)));
        else _completeGig(place, people[g.creator].addr, g.taker, _now() + 14 days);
    }

    /// @dev Mostly a member who owes no rating and has something to spend.
    function _creator() private returns (uint256 creator) {
        creator = _member();
        for (uint256 i; i < ACTORS && (_unrated(creator) != 0 || _spendable(creator) < 24e18); ++i) {
            creator = (creator + 1) % ACTORS;
        }
    }

    /// @dev A skill that a neighbour has, and a commitment that the creator can pay, mostly.
    function _task(uint256 creator) private returns (uint8 skill, uint8 commitment) {
        uint256 nearest = _nearest(ghostWallets[creator].town, creator);
        bool toNearest = nearest != NOBODY && _roll(3) == 0;
        GhostWallet storage taker = ghostWallets[toNearest ? nearest : _neighbour(creator)];
        skill = taker.skills.length == 0 || _roll(16) == 0
            ? uint8(_roll(40))
            : taker.skills[_roll(taker.skills.length)].skill;
        commitment = uint8(_roll(2) == 0 ? 10 : 1 + _roll(10));
        if (skill >= 36 || _wild()) return (skill, commitment);
        while (commitment > 1 && _worth(skill, commitment) > _spendable(creator)) {
            --commitment;
        }
    }

    /// @dev Somebody who fits asks for it, mostly; if nobody does, the creator may think better of it.
    function _acceptSome(uint256 place) private {
        GhostGig storage g = ghostGigs[place];
        uint256 nearest = _nearest(g.town, g.creator);
        uint256 start = nearest == NOBODY || _roll(2) == 0 ? _roll(ACTORS) : nearest;
        uint256 taker = start;
        bool fits = _wild();
        for (uint256 i; i < ACTORS && !fits; ++i) {
            taker = (start + i) % ACTORS;
            fits = taker != g.creator && ghostWallets[taker].town == g.town && _place(taker, g.skill) != NOBODY
                && banned[g.creator][taker] <= _now();
        }
        if (!fits && _roll(2) == 0) return _cancelGig(place, people[g.creator].addr);
        _acceptRequest(place, _caller(g.creator), taker, _roll(16) == 0 ? _roll(ACTORS) : taker, _expiry(30 days));
    }

    /// @dev A time within what a code may last, sometimes at its ends or past them.
    function _expiry(uint40 longest) private returns (uint40) {
        uint256 kind = _roll(32);
        if (kind == 0) return _now();
        if (kind == 1) return _now() + longest;
        if (kind == 2) return _now() - 1;
        if (kind == 3) return _now() + longest + 1;
        return uint40(_now() + _roll(longest));
    }
}

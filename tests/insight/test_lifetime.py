"""The two models against known truth, brute force, and the edges of what can be asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.special import betaln, gammaln
from scipy.stats import gamma

from regulars.insight import bgnbd, gammagamma, lifetime
from regulars.insight.likelihood import Prior
from tests.insight import simulate

TRUTH = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}


def written_out(parameters, x, t_x, T):
    """The likelihood as equation 6 of Fader, Hardie and Lee (2005) has it, without any care for numbers."""
    r, alpha, a, b = parameters
    stays = np.exp(betaln(a, b + x) - betaln(a, b) + gammaln(r + x) - gammaln(r)) * alpha**r / (alpha + T) ** (r + x)
    goes = np.exp(betaln(a + 1, b + x - 1) - betaln(a, b) + gammaln(r + x) - gammaln(r)) * alpha**r
    return np.log(stays + np.where(x > 0, goes / (alpha + t_x) ** (r + x), 0.0)).sum()


def test_a_fit_recovers_the_truth_within_its_own_errors():
    x, t_x, T, _ = simulate.histories(60_000, **TRUTH)

    model = lifetime.fit_bgnbd(x, t_x, T)

    errors = np.sqrt(np.diag(model.covariance))
    assert np.all(np.abs(model.parameters - list(TRUTH.values())) < 3.5 * errors)
    assert errors[0] < 0.01


def test_the_likelihood_is_the_published_one():
    x, t_x, T, _ = simulate.histories(500, **TRUTH)

    model = lifetime.fit_bgnbd(x, t_x, T)

    assert model.log_likelihood == pytest.approx(written_out(model.parameters, x, t_x, T), abs=1e-6)


def test_no_other_point_is_better():
    x, t_x, T, _ = simulate.histories(2_357, **TRUTH)
    model = lifetime.fit_bgnbd(x, t_x, T)
    draw = np.random.default_rng(3)

    others = [
        written_out(model.parameters * np.exp(draw.normal(0, s, 4)), x, t_x, T)
        for s in (0.001, 0.1, 1)
        for _ in range(30)
    ]

    assert max(others) <= model.log_likelihood + 1e-6


def test_slopes_and_curvature_are_those_of_the_value():
    x, t_x, T, _ = simulate.histories(300, **TRUTH)
    look = bgnbd.likelihood_of(x, t_x, T)
    point = np.array([0.4, 3.0, 0.6, 1.9])

    _, gradient, hessian = look(point)

    assert gradient == pytest.approx(approx_fprime(point, lambda at: look(at)[0], 1e-7), rel=1e-4, abs=1e-3)
    for row in range(4):
        assert hessian[row] == pytest.approx(
            approx_fprime(point, lambda at, row=row: look(at)[1][row], 1e-7), rel=1e-4, abs=1e-3
        )


def test_the_unit_of_time_changes_alpha_and_nothing_else():
    x, t_x, T, _ = simulate.histories(3_000, **TRUTH)

    weeks, days = lifetime.fit_bgnbd(x, t_x, T), lifetime.fit_bgnbd(x, t_x * 7, T * 7)

    assert days.parameters == pytest.approx(weeks.parameters * [1, 7, 1, 1], rel=1e-5)
    assert days.covariance[1, 1] == pytest.approx(49 * weeks.covariance[1, 1], rel=1e-3)
    assert days.log_likelihood == pytest.approx(weeks.log_likelihood - x.sum() * np.log(7))


def test_weights_are_people():
    x, t_x, T, _ = simulate.histories(400, **TRUTH)

    one_by_one = lifetime.fit_bgnbd(np.repeat(x, 3), np.repeat(t_x, 3), np.repeat(T, 3))
    weighed = lifetime.fit_bgnbd(x, t_x, T, weights=np.full(400, 3))

    assert weighed.parameters == pytest.approx(one_by_one.parameters, rel=1e-6)


def test_a_prior_holds_a_handful_of_buyers_and_lets_thousands_go():
    prior = Prior(centers=(-0.5, 2.1, -0.6, 0.9), spreads=(1.0, 1.2, 1.2, 1.2))
    few, many = simulate.histories(30, **TRUTH)[:3], simulate.histories(50_000, **TRUTH)[:3]

    held, free = lifetime.fit_bgnbd(*few, prior=prior), lifetime.fit_bgnbd(*many, prior=prior)

    assert held.converged
    assert np.all(np.abs(np.log(held.parameters) - prior.centers) < 3)
    assert free.parameters == pytest.approx(lifetime.fit_bgnbd(*many).parameters, rel=0.01)


@pytest.mark.parametrize(
    ("x", "t_x", "T"),
    [
        ([0, 0, 0], [0, 0, 0], [5, 6, 7]),
        ([3], [2.0], [9.0]),
        ([1, 2, 3], [4, 5, 6], [4, 5, 6]),
        ([0, 0], [0, 0], [0, 0]),
        ([100_000, 3, 0, 1], [99.0, 20, 0, 4], [100.0, 80, 50, 60]),
    ],
    ids=["nobody returned", "one person", "bought today", "began today", "a hundred thousand orders"],
)
def test_odd_stores_end_in_numbers(x, t_x, T):
    model = lifetime.fit_bgnbd(x, t_x, T)

    assert np.all(np.isfinite(model.parameters))
    assert np.all(model.parameters > 0)
    assert np.isfinite(model.log_likelihood)


@pytest.mark.parametrize(
    ("x", "t_x", "T"),
    [([], [], []), ([1], [3], [2]), ([-1], [0], [2]), ([1], [np.nan], [2]), ([1, 2], [1], [2])],
)
def test_impossible_histories_are_refused(x, t_x, T):
    with pytest.raises(ValueError):
        lifetime.fit_bgnbd(x, t_x, T)


@given(
    people=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 7), st.integers(1, 300)), min_size=1, max_size=40),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_people_does_not_matter(people, order):
    mixed = list(people)
    order.shuffle(mixed)
    prior = Prior(centers=(-0.5, 2.1, -0.6, 0.9), spreads=(1.0, 1.2, 1.2, 1.2))

    one, other = (
        lifetime.fit_bgnbd(
            [x for x, _, _ in rows], [T * s / 7 for _, s, T in rows], [T for _, _, T in rows], prior=prior
        )
        for rows in (people, mixed)
    )

    assert one.parameters == pytest.approx(other.parameters, rel=1e-9)
    assert np.all(np.isfinite(one.parameters))


def test_spending_is_recovered_within_its_own_errors():
    x, mean_value = simulate.spending(60_000, p=6.25, q=3.74, v=15.44)

    model = lifetime.fit_gamma_gamma(x, mean_value)

    errors = np.sqrt(np.diag(model.covariance))
    assert np.all(np.abs(model.parameters - [6.25, 3.74, 15.44]) < 3.5 * errors)


def test_the_likelihood_of_spending_is_that_of_its_story():
    """Integrate over what a person may spend on average, with no formula of the authors."""
    p, q, v = 2.0, 3.0, 40.0
    look = gammagamma._objective(np.array([3.0]), np.array([25.0]), np.ones(1))

    value, _, _ = look(np.array([p, q, v]))

    story = quad(lambda nu: gamma.pdf(25.0, p * 3, scale=1 / (3 * nu)) * gamma.pdf(nu, q, scale=1 / v), 0, 2)[0]
    assert value == pytest.approx(np.log(story), abs=1e-6)


def test_slopes_and_curvature_of_spending_are_those_of_the_value():
    x, mean_value = simulate.spending(300, p=6.25, q=3.74, v=15.44)
    look = gammagamma._objective(x, mean_value, np.ones(x.size))
    point = np.array([3.0, 2.5, 20.0])

    _, gradient, hessian = look(point)

    assert gradient == pytest.approx(approx_fprime(point, lambda at: look(at)[0], 1e-6), rel=1e-4, abs=1e-3)
    for row in range(3):
        assert hessian[row] == pytest.approx(
            approx_fprime(point, lambda at, row=row: look(at)[1][row], 1e-6), rel=1e-4, abs=1e-3
        )


def test_the_unit_of_money_changes_v_and_nothing_else():
    x, mean_value = simulate.spending(3_000, p=6.25, q=3.74, v=15.44)

    pounds, pence = lifetime.fit_gamma_gamma(x, mean_value), lifetime.fit_gamma_gamma(x, mean_value * 100)

    assert pence.parameters == pytest.approx(pounds.parameters * [1, 1, 100], rel=1e-5)
    assert pence.log_likelihood == pytest.approx(pounds.log_likelihood - 3_000 * np.log(100))


def test_equal_spending_ends_in_numbers():
    model = lifetime.fit_gamma_gamma([1, 2, 3], [10.0, 10.0, 10.0])

    assert np.all(np.isfinite(model.parameters))
    assert model.p > 100

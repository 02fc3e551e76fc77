"""What the model says of the time to come, against formulas, integrals and simulated people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import hyp2f1
from scipy.stats import beta

from regulars.insight import future
from tests.insight import simulate

TRUTH = {"r": 1.2, "alpha": 4.0, "a": 0.6, "b": 2.0}
PARAMETERS = np.array(list(TRUTH.values()))


def published(parameters, x, T, horizon):
    """Equation 10 of Fader, Hardie and Lee (2005) for a person who is active."""
    r, alpha, a, b = parameters
    fade = ((alpha + T) / (alpha + T + horizon)) ** (r + x)
    series = hyp2f1(r + x, b + x, a + b + x - 1, horizon / (alpha + T + horizon))
    return (a + b + x - 1) / (a - 1) * (1 - fade * series)


@pytest.mark.parametrize("parameters", [(0.243, 4.414, 0.793, 2.426), (2, 5, 0.05, 1.5), (3, 2, 8, 30)])
@pytest.mark.parametrize(("x", "T", "horizon"), [(0, 0, 52), (1, 30, 13), (12, 38, 52), (300, 90, 13)])
def test_expected_purchases_are_the_published_ones(parameters, x, T, horizon):
    mean, _ = future.purchases(np.array(parameters), np.array([float(x)]), np.array([float(T)]), horizon=horizon)

    assert mean[0] == pytest.approx(published(parameters, x, T, horizon), rel=1e-7)


def test_a_chance_of_leaving_that_breaks_the_formula_does_not_break_us():
    at_one, beside = (
        future.purchases(np.array([0.5, 8.0, a, 1.0]), np.array([3.0]), np.array([20.0]), horizon=52.0)[0][0]
        for a in (1.0, 1.0 + 1e-7)
    )

    assert at_one == pytest.approx(beside, rel=1e-6)


def test_a_hundred_thousand_purchases_are_no_trouble():
    x, T = np.array([100_000.0]), np.array([100.0])

    mean, square = future.purchases(PARAMETERS, x, T, horizon=10.0)
    active = future.chance_active(PARAMETERS, x, np.array([99.999]), T)

    leave = beta.rvs(0.6, 2.0 + 1e5, size=400_000, random_state=np.random.default_rng(1))
    by_hand = (-np.expm1(-(1.2 + 1e5) * np.log1p(leave * 10 / 104)) / leave).mean()
    assert mean[0] == pytest.approx(by_hand, rel=0.01)
    assert square[0] >= mean[0] ** 2
    assert 0 < active[0] < 1


@pytest.mark.parametrize("bought", [1, 3, 8])
def test_people_do_what_the_model_says(bought):
    x, t_x, T, later = simulate.histories(400_000, **TRUTH, longest=30, ahead=40)
    like = x == bought
    x, t_x, T, later = x[like], t_x[like], T[like], later[like]

    mean, square = future.purchases(PARAMETERS, x, T, horizon=40.0)
    active = future.chance_active(PARAMETERS, x, t_x, T)
    chance = active * future.chance_to_buy(PARAMETERS, x, T, horizon=40.0)

    error = later.std() / np.sqrt(later.size)
    assert (active * mean).mean() == pytest.approx(later.mean(), abs=4 * error)
    assert (active * square).mean() == pytest.approx((later**2).mean(), rel=0.08)
    assert chance.mean() == pytest.approx((later > 0).mean(), abs=4 / np.sqrt(later.size))


@given(
    x=st.integers(0, 5_000), T=st.floats(0, 500), share=st.floats(0, 1), horizon=st.floats(0.1, 200),
    r=st.floats(0.05, 5), alpha=st.floats(0.5, 60), a=st.floats(0.02, 5), b=st.floats(0.1, 60),
)  # fmt: skip
def test_every_answer_is_possible(x, T, share, horizon, r, alpha, a, b):
    parameters, x, T = np.array([r, alpha, a, b]), np.array([float(x)]), np.array([T])
    t_x = np.where(x > 0, share * T, 0.0)

    mean, square = future.purchases(parameters, x, T, horizon=horizon)
    chances = [
        future.chance_active(parameters, x, t_x, T), future.chance_overdue(parameters, x, t_x, T),
        future.chance_to_buy(parameters, x, T, horizon=horizon),
    ]  # fmt: skip

    assert all(0 <= chance[0] <= 1 for chance in chances)
    assert 0 <= mean[0] <= (r + x[0]) * horizon / (alpha + T[0]) * (1 + 1e-9)
    assert chances[2][0] <= mean[0] * (1 + 1e-6)
    assert square[0] >= mean[0] ** 2 * (1 - 1e-9)


def test_half_of_the_active_have_bought_again_by_the_middle_of_the_window():
    x, T = np.array([4.0]), np.array([20.0])

    wait = future.next_purchase(PARAMETERS, x, T, share=0.5)

    assert future.chance_to_buy(PARAMETERS, x, T, horizon=float(wait[0]))[0] == pytest.approx(0.5)

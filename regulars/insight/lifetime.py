"""The models of customer lifetime, by maximum likelihood and in any unit of time and money."""

from regulars.insight.bgnbd import PurchaseModel, fit_bgnbd
from regulars.insight.gammagamma import SpendModel, fit_gamma_gamma

__all__ = ["PurchaseModel", "SpendModel", "fit_bgnbd", "fit_gamma_gamma"]

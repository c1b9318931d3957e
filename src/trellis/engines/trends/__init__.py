"""Did it change, and did it work: charts of one measure over time, and comparisons of schools that started and others.

    from trellis.engines import trends

    chart = trends.run_chart(shares, trends.Baseline(1, 12))      # a person froze the first 12 points
    chart.shift, chart.few_crossings, chart.longest, chart.limits
    trends.before_after(shares, change=13).verdict                # "too-early", "no-signal" or "signal"
    trends.compare_rollout(values, starts).effect                 # schools by periods, staggered starts

Facts come out, with keys; `render` words them for the command line. Nothing is judged by a p-value alone: each verdict
comes with the size of the change, its interval, and what it stands on. What can't be answered is refused in words.
"""

from .control_charts import laney_chart, p_chart, xmr_chart
from .interrupted import Effect, InterruptedSeries, interrupted_series
from .marked_changes import before_after
from .rare_events import days_between, g_chart, t_chart
from .results import (
    Baseline,
    BaselineUsed,
    BeforeAfter,
    ControlChart,
    InvalidInputError,
    OutsidePoint,
    Reason,
    Run,
    RunChart,
)
from .rollouts import EffectAt, RolloutComparison, Sensitivity, compare_rollout
from .run_limits import RunLimits, exact_limits, published_limits
from .runs import RunCharts, run_chart, run_charts

__all__ = [
    "Baseline",
    "BaselineUsed",
    "BeforeAfter",
    "ControlChart",
    "Effect",
    "EffectAt",
    "InterruptedSeries",
    "InvalidInputError",
    "OutsidePoint",
    "Reason",
    "RolloutComparison",
    "Run",
    "RunChart",
    "RunCharts",
    "RunLimits",
    "Sensitivity",
    "before_after",
    "compare_rollout",
    "days_between",
    "exact_limits",
    "g_chart",
    "interrupted_series",
    "laney_chart",
    "p_chart",
    "published_limits",
    "run_chart",
    "run_charts",
    "t_chart",
    "xmr_chart",
]

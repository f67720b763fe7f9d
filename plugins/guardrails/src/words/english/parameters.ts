/** What the parameters of the product's rules mean, in English; `docs/detection.md` says it at length. */
export const parameters = {
  /** By parameter where it means the same in several rules, otherwise by rule and parameter. */
  parameter: {
    enabled: 'Whether the rule judges at all',
    settleDays:
      'The newest days, which AWS may still change; no day is compared with them',
    historyDays: 'How far back days are compared with',
    minHistoryDays: 'Days that must be known before anything is judged',
    spreads:
      'An alert takes at least this many times the usual spread of days over what is expected',
    minIncreaseShare: 'An alert takes at least this rise over what is expected',
    minIncrease: 'An alert takes at least this much more a day',
    cost_spike_minImpact:
      'An alert takes at least this much more on the days in a row together',
    cost_monthly_charge_minIncreaseShare:
      'An alert takes at least this rise, measured by the usual charge',
    cost_monthly_charge_minIncrease:
      'An alert takes at least this much more than is expected',
    cost_level_shift_days: 'Days in a row that must lie over the limit',
    cost_drift_days: 'Days in a row that must lie over the limit',
    cost_drift_minIncreaseShare:
      'An alert takes at least this rise within four weeks, beside the growth that was usual',
    cost_drift_minRecentShare:
      'An alert takes at least this rise over the last fortnight as well',
    cost_sparse_spike_times:
      'An alert takes at least this many times the usual charge',
    cost_sparse_spike_timesOnFreeWeekday:
      'The same on a weekday that never cost anything',
    cost_sparse_spike_spreads:
      'Where charges vary much: how far beyond their usual spread, in logarithms, one has to lie',
    cost_sparse_spike_minIncrease:
      'An alert takes at least this much more than the usual charge',
    cost_new_service_days: 'How long a service counts as new',
    cost_new_service_minFreeDays:
      'Days without any cost before it that make a service new',
    cost_new_service_limit: 'What it may cost since its first day',
    cost_new_service_limitPerDay:
      'What it may cost a day on average; the larger of the two limits counts',
    cost_limit_limits: 'The most that a day of an AWS service may cost',
    cost_limit_total: 'The most that a day of the whole project may cost',
    error_burst_days: 'Days before whose same time is compared with',
    error_burst_probability:
      'A count is a burst when chance reaches it more seldom than this',
    error_burst_minCount: 'Fewer errors are never a burst',
    above: 'How many usual distances over the baseline a value has to lie',
    below: 'How many usual distances under the baseline a value has to lie',
    sudden_jump_minIncreaseShare: 'A latency has to rise by at least this',
    sudden_jump_minIncrease:
      'A latency in ms has to rise by at least this: less is not felt',
    level_shift_minIncreaseShare: 'A latency has to rise by at least this',
    level_shift_minIncrease:
      'A latency in ms has to rise by at least this: less is not felt',
    static_limit_limits:
      'The highest value that a metric may have, in its own unit',
    static_limit_points: 'Points in a row that must lie over the limit',
  },
} as const;

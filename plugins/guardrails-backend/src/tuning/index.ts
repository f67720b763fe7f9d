/** How rules are set for a project, and what other settings would have fired. */
export { Backtest } from './Backtest';
export type { BacktestQuestion, BacktestResult } from './interfaces';
export { RulesInForce } from './RulesInForce';
export { RuleTuning } from './RuleTuning';

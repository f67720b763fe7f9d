/** Detection: series in, verdicts out. Pure: no clock, no I/O, no database. */
export * from './DayBaselines';
export * from './glance';
export * from './judge';
export * from './projectCosts';
export * from './installedRules';
export { builtInRules } from './rules';
export * from './RuleSet';
export * from './ruleSettings';
export * from './series';

/** How rules are set for a project, and what other settings would have fired. */
export { RulesInForce } from './RulesInForce';
export { RuleTuning } from './RuleTuning';

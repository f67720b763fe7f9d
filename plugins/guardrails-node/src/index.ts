/**
 * What another backend module needs to extend Guardrails: sources, detection rules and playbooks.
 *
 * @packageDocumentation
 */
export * from './costs';
export * from './detection';
export * from './extensions';
export * from './metrics';
export * from './playbooks';

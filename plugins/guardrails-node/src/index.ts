/**
 * What another backend module needs to extend Guardrails: sources, detection rules, playbooks, and what is
 * told of alerts.
 *
 * @packageDocumentation
 */
export * from './announcements';
export * from './costs';
export * from './detection';
export * from './extensions';
export * from './metrics';
export * from './playbooks';

/**
 * The backend plugin of CloudOps Guardrails.
 *
 * @packageDocumentation
 */
export {};

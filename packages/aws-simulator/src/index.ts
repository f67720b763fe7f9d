/**
 * A local HTTP stand-in for the AWS APIs that Guardrails reads.
 *
 * @packageDocumentation
 */
export { startSimulator } from './simulator';
export type { Simulator, SimulatorOptions } from './simulator';
export type { Clock } from './clock';
export type { Fault, FaultError, FaultPlan, Faults } from './faults';
export type { LoggedRequest, OperationCounts, RequestLog } from './requestLog';
export type { Account, Role } from './world/accounts';
export type { Component } from './world/components';
export type { Endpoint } from './world/endpoints';
export type {
  CostIncident,
  Incident,
  TrafficIncident,
} from './world/incidents';
export type { World } from './world/world';

export * from './conditions';
export * from './decideOnGuardrails';
export { ProjectOwners, type OwnersByProject } from './ProjectOwners';
export * from './resource';

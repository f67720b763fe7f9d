export { alertWorkflow } from './alertWorkflow';
export { recommendationWorkflow } from './recommendationWorkflow';

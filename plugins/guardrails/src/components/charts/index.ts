export * from './ChartOrTable';
export * from './lazyChart';
export * from './serviceColors';
export * from './Sparkline';

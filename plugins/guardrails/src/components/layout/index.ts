export * from './Facts';
export * from './Panel';
export * from './TitledPanel';
export * from './YamlBlock';

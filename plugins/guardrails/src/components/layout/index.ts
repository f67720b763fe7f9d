export * from './Facts';
export * from './Panel';
export * from './Section';
export * from './TitledPanel';
export * from './YamlBlock';

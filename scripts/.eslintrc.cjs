module.exports = {
  root: true,
  extends: ['eslint:recommended', 'prettier'],
  env: { node: true, es2023: true },
  parserOptions: { ecmaVersion: 2023, sourceType: 'module' },
};

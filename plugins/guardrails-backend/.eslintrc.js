module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // Work that nobody waits for fails where nobody looks: in a job that is over, or in another test.
      files: ['src/**/*.ts'],
      parserOptions: {
        project: '../../tsconfig.json',
        tsconfigRootDir: __dirname,
      },
      rules: { '@typescript-eslint/no-floating-promises': 'error' },
    },
  ],
});

/** The documented architecture, line by line: the frontend and the address that serves it. docs/operations.md names these tests. */
import vm from 'node:vm';
import { synthesize, type Synthesized } from './testing/synthesize';
import { PAGE_ROUTER } from './Website';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

describe('website', () => {
  it('lies in a private, encrypted bucket that answers over TLS alone', () => {
    const { Properties } = stack.one('AWS::S3::Bucket');
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(
      Properties.BucketEncryption.ServerSideEncryptionConfiguration,
    ).toEqual([{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
    const statements = stack.one('AWS::S3::BucketPolicy').Properties
      .PolicyDocument.Statement as any[];
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('is read by CloudFront alone, through origin access control', () => {
    const origins = stack.one('AWS::CloudFront::Distribution').Properties
      .DistributionConfig.Origins as any[];
    const [files] = origins.filter(({ S3OriginConfig }) => S3OriginConfig);
    expect(files.OriginAccessControlId).toBeDefined();
    expect(
      stack.one('AWS::CloudFront::OriginAccessControl').Properties
        .OriginAccessControlConfig,
    ).toMatchObject({ SigningBehavior: 'always', SigningProtocol: 'sigv4' });
    const allowed = (
      stack.one('AWS::S3::BucketPolicy').Properties.PolicyDocument
        .Statement as any[]
    ).filter(({ Effect }) => Effect === 'Allow');
    const readers = allowed.filter(({ Principal }) => Principal.Service);
    expect(readers).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: {
          StringEquals: { 'AWS:SourceArn': expect.anything() },
        },
      }),
    ]);
    // The other is the function that empties the bucket when the stack is deleted.
    expect(allowed).toHaveLength(2);
  });

  it('redirects every request to HTTPS', () => {
    const config = stack.one('AWS::CloudFront::Distribution').Properties
      .DistributionConfig;
    for (const behavior of [
      config.DefaultCacheBehavior,
      ...config.CacheBehaviors,
    ]) {
      expect(behavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    }
    const [api] = config.Origins.filter((o: any) => o.CustomOriginConfig);
    expect(api.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  it('passes /api and /health on to the gateway and caches none of it', () => {
    const { CacheBehaviors } = stack.one('AWS::CloudFront::Distribution')
      .Properties.DistributionConfig;
    // CloudFront's ids of its policies CachingDisabled and AllViewerExceptHostHeader.
    expect(
      CacheBehaviors.map((behavior: any) => [
        behavior.PathPattern,
        behavior.CachePolicyId,
        behavior.OriginRequestPolicyId,
      ]),
    ).toEqual(
      ['/api/*', '/health'].map(pattern => [
        pattern,
        '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ]),
    );
  });

  it.each([
    ['/', '/index.html'],
    ['/catalog/default/component/my.service', '/index.html'],
    ['/guardrails/alerts', '/index.html'],
    ['/a/b.js', '/index.html'],
    ['/static/main.1a2b.js', '/static/main.1a2b.js'],
    ['/favicon.svg', '/favicon.svg'],
  ])('answers %s with %s', (asked, served) => {
    const context = vm.createContext({ event: { request: { uri: asked } } });
    vm.runInContext(`${PAGE_ROUTER}; answer = handler(event)`, context);
    expect(context.answer.uri).toBe(served);
  });

  it('tells browsers to load scripts from its own origin alone, and to be framed by nobody', () => {
    const { SecurityHeadersConfig: headers } = stack.one(
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).Properties.ResponseHeadersPolicyConfig;
    const policy = headers.ContentSecurityPolicy.ContentSecurityPolicy;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:/);
    expect(
      headers.StrictTransportSecurity.AccessControlMaxAgeSec,
    ).toBeGreaterThanOrEqual(31_536_000);
  });

  it('keeps parts with a hash in their name for a year and asks for the page every time', () => {
    const uploads = stack
      .all('Custom::CDKBucketDeployment')
      .map(({ Properties }) => [
        Properties.DestinationBucketKeyPrefix,
        Properties.SystemMetadata['cache-control'],
        Properties.Prune,
      ]);
    expect(uploads).toEqual(
      expect.arrayContaining([
        ['static', 'public, max-age=31536000, immutable', false],
        [undefined, 'no-cache', false],
      ]),
    );
  });
});

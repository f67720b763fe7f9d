/** The documented architecture, line by line: what stands before the portal. docs/operations.md names these tests. */
import {
  isPrivate,
  subnetIds,
  synthesize,
  text,
  type Synthesized,
} from './testing/synthesize';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

describe('API', () => {
  const methods = () =>
    stack.all('AWS::ApiGateway::Method').map(({ Properties }) => Properties);
  const publicUris = () =>
    methods()
      .filter(({ AuthorizationType }) => AuthorizationType === 'NONE')
      .map(({ HttpMethod, Integration }) => [
        HttpMethod,
        text(Integration.Uri).replace(/^http:\/\/<[^>]+>/, ''),
      ]);

  it('is a regional REST API', () => {
    expect(
      stack.one('AWS::ApiGateway::RestApi').Properties.EndpointConfiguration,
    ).toEqual({ Types: ['REGIONAL'] });
  });

  it('asks for a token of the user pool by default', () => {
    const authorizer = stack.one('AWS::ApiGateway::Authorizer').Properties;
    expect(authorizer).toMatchObject({
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.X-Guardrails-Id-Token',
    });
    expect(authorizer.ProviderARNs).toHaveLength(1);
    const guarded = methods().filter(
      ({ AuthorizationType }) => AuthorizationType === 'COGNITO_USER_POOLS',
    );
    expect(guarded.map(({ Integration }) => text(Integration.Uri))).toEqual([
      expect.stringMatching(/\/api\/\{proxy\}$/),
    ]);
    // A scope would make the authorizer expect access tokens, which say nothing of groups.
    expect(guarded[0].AuthorizationScopes).toBeUndefined();
  });

  it('is public for health and for signing in alone', () => {
    expect(publicUris().sort()).toEqual([
      ['ANY', '/api/auth/cognito/{proxy}'],
      ['GET', '/api/guardrails/health'],
      ['HEAD', '/api/guardrails/health'],
    ]);
  });

  it('throttles', () => {
    const settings = stack.one('AWS::ApiGateway::Stage').Properties
      .MethodSettings as any[];
    expect(
      settings.map(each => [
        each.HttpMethod,
        each.ResourcePath,
        each.ThrottlingRateLimit,
        each.ThrottlingBurstLimit,
      ]),
    ).toEqual([
      ['*', '/*', 50, 100],
      // Public, so held shorter.
      ['GET', '/~1health', 5, 10],
      ['HEAD', '/~1health', 5, 10],
    ]);
  });

  it('reaches the portal through a VPC link to the internal load balancer', () => {
    const loadBalancer = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(loadBalancer.Properties.Scheme).toBe('internal');
    expect(subnetIds(loadBalancer.Properties.Subnets).every(isPrivate)).toBe(
      true,
    );
    const link = stack.one('AWS::ApiGatewayV2::VpcLink').Properties;
    expect(subnetIds(link.SubnetIds).every(isPrivate)).toBe(true);
    for (const { Integration } of methods()) {
      expect(Integration).toMatchObject({
        Type: 'HTTP_PROXY',
        ConnectionType: 'VPC_LINK',
        ConnectionId: { Ref: stack.idOf('AWS::ApiGatewayV2::VpcLink', '') },
        IntegrationTarget: {
          Ref: stack.idOf('AWS::ElasticLoadBalancingV2::LoadBalancer', ''),
        },
      });
    }
  });
});

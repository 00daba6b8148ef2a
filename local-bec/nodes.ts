/** Places that take containers. The platform has more; these are of its documentation's examples. */
const NODES = [
  place('EAST_CHINA', 'SHANGHAI', 'CHINA_TELECOM', 'cn-shanghai-ct'),
  place('EAST_CHINA', 'SHANGHAI', 'CHINA_MOBILE', 'cn-shanghai-cm'),
  place('EAST_CHINA', 'HANGZHOU', 'CHINA_MOBILE', 'cn-hangzhou-cm'),
  place('EAST_CHINA', 'YANGZHOU', 'CHINA_MOBILE', 'cn-yangzhou-cm'),
  place('EAST_CHINA', 'JINAN', 'CHINA_UNICOM', 'cn-jinan-un'),
  place('NORTH_CHINA', 'LANGFANG', 'CHINA_TELECOM', 'cn-langfang-ct'),
  place('SOUTH_CHINA', 'GUANGZHOU', 'CHINA_TELECOM', 'cn-guangzhou-ct'),
] as const;

interface Place {
  readonly region: string;
  readonly city: string;
  readonly serviceProvider: string;
  readonly regionId: string;
}

function place(region: string, city: string, serviceProvider: string, regionId: string): Place {
  return { region, city, serviceProvider, regionId };
}

export function isNode(regionId: string): boolean {
  return NODES.some((node) => node.regionId === regionId);
}

/** The nodes as `GET /v1/node/type/container` lists them: by region, city and provider. */
export function nodeList() {
  const regionList = distinct(NODES.map(({ region }) => region)).map((region) => {
    const inRegion = NODES.filter((node) => node.region === region);
    const cityList = distinct(inRegion.map(({ city }) => city)).map((city) => ({
      city,
      name: city,
      serviceProviderList: inRegion
        .filter((node) => node.city === city)
        .map(({ serviceProvider, regionId }) => ({
          serviceProvider,
          name: serviceProvider,
          regionId,
          capability: ['container'],
        })),
    }));
    return { region, name: region, country: 'CHINA', countryName: 'CHINA', cityList };
  });
  return { regionList, nodeSum: NODES.length };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

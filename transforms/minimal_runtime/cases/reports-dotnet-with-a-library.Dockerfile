FROM mcr.microsoft.com/dotnet/sdk:8.0
RUN curl -fsSL https://example.com/server.list -o /etc/apt/sources.list.d/server.list
RUN apt-get update && apt-get install -y libgdiplus
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /app
WORKDIR /app
ENTRYPOINT ["dotnet", "shop.dll"]

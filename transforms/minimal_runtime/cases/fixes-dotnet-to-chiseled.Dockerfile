FROM mcr.microsoft.com/dotnet/sdk:8.0-noble AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /out

FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble
WORKDIR /app
COPY --from=build /out .
ENTRYPOINT ["dotnet", "Web.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble
COPY out /app
ENTRYPOINT ["dotnet", "/app/Web.dll"]

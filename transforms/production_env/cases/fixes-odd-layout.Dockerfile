# escape=`
from mcr.microsoft.com/dotnet/aspnet:9.0
env `
  # Read by the host.
  ASPNETCORE_ENVIRONMENT='Development' `
  LOG=1
copy app /app
entrypoint ["dotnet", "/app/shop.dll"]